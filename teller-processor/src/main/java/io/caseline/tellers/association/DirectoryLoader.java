package io.caseline.tellers.association;

import static io.caseline.messaging.SqlArrays.bytes;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.schemas.EntityId;
import io.caseline.tellers.association.BatchFacts.Member;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.command.UnsealedCommand;
import io.caseline.tellers.directory.NameUnsealer;
import io.caseline.tellers.rules.DirectoryFacts.Account;
import io.caseline.tellers.rules.DirectoryFacts.AccountStatus;
import io.caseline.tellers.rules.DirectoryFacts.Merchant;
import io.caseline.tellers.rules.DirectoryFacts.Store;
import io.caseline.tellers.rules.DirectoryFacts.Teller;
import io.caseline.tellers.rules.DirectoryFacts.TellerStatus;
import io.caseline.tellers.rules.HolderName;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Loads from the database the facts about everything that a batch names, one query for each table, in the caller's
 * transaction. Tellers and accounts stay locked until its end, tellers first and both in the order of their keys: if two
 * batches name the same one, the second waits and sees what the first did, and they cannot deadlock.
 */
@Component
final class DirectoryLoader {
    private final JdbcClient jdbc;
    private final NameUnsealer names;

    DirectoryLoader(JdbcClient jdbc, NameUnsealer names) {
        this.jdbc = jdbc;
        this.names = names;
    }

    BatchFacts load(Collection<UnsealedCommand> commands) {
        Set<Member> tellerIds = members(commands, Command::tellerId);
        Map<Member, TellerRow> tellers = lockTellers(tellerIds);
        Map<Member, UUID> currentCardAccounts = currentCardAccounts(tellerIds);
        Map<ByteBuffer, UUID> accountIdsByCard = new HashMap<>();
        Map<ByteBuffer, UUID> accountIdsByRegistration = new HashMap<>();
        Map<UUID, Account> accounts = lockAccounts(commands, accountIdsByCard, accountIdsByRegistration);
        Map<Member, Teller> tellerFacts = new HashMap<>();
        tellers.forEach(
                (id, row) -> tellerFacts.put(id, new Teller(row.status(), row.name(), currentCardAccounts.get(id))));
        return new BatchFacts(
                merchants(commands),
                stores(commands),
                tellerFacts,
                accounts,
                accountIdsByCard,
                accountIdsByRegistration);
    }

    private static Set<Member> members(Collection<UnsealedCommand> commands, Function<Command, String> id) {
        return commands.stream()
                .map(UnsealedCommand::command)
                .map(command -> new Member(command.merchantId(), id.apply(command)))
                .collect(Collectors.toSet());
    }

    private Map<String, Merchant> merchants(Collection<UnsealedCommand> commands) {
        Set<String> ids = commands.stream()
                .map(unsealed -> unsealed.command().merchantId())
                .collect(Collectors.toSet());
        Map<String, Merchant> merchants = new HashMap<>();
        jdbc.sql("select merchant_id, enabled, insight_partner from merchant where merchant_id = any(:ids)")
                .param("ids", texts(ids, Function.identity()))
                .query(row -> {
                    merchants.put(
                            row.getString("merchant_id"),
                            new Merchant(row.getBoolean("enabled"), row.getBoolean("insight_partner")));
                });
        return merchants;
    }

    private Map<Member, Store> stores(Collection<UnsealedCommand> commands) {
        Set<Member> ids = members(commands, Command::storeId);
        Map<Member, Store> stores = new HashMap<>();
        jdbc.sql("""
                select merchant_id, store_id, enabled, association_enabled from store
                where (merchant_id, store_id) in (select * from unnest(:merchants, :ids))""")
                .param("merchants", texts(ids, Member::merchantId))
                .param("ids", texts(ids, Member::id))
                .query(row -> {
                    stores.put(
                            new Member(row.getString("merchant_id"), row.getString("store_id")),
                            new Store(row.getBoolean("enabled"), row.getBoolean("association_enabled")));
                });
        return stores;
    }

    private record TellerRow(TellerStatus status, Supplier<Optional<HolderName>> name) {}

    private Map<Member, TellerRow> lockTellers(Set<Member> ids) {
        Map<Member, TellerRow> tellers = new HashMap<>();
        jdbc.sql("""
                select merchant_id, teller_id, status, sealed_name from teller
                where (merchant_id, teller_id) in (select * from unnest(:merchants, :ids))
                order by merchant_id, teller_id for no key update""")
                .param("merchants", texts(ids, Member::merchantId))
                .param("ids", texts(ids, Member::id))
                .query(row -> {
                    Member id = new Member(row.getString("merchant_id"), row.getString("teller_id"));
                    tellers.put(
                            id,
                            new TellerRow(
                                    TellerStatus.of(row.getString("status")),
                                    name(new EntityId.Teller(id.merchantId(), id.id()), row.getBytes("sealed_name"))));
                });
        return tellers;
    }

    private Map<Member, UUID> currentCardAccounts(Set<Member> ids) {
        Map<Member, UUID> accountIds = new HashMap<>();
        jdbc.sql("""
                select merchant_id, teller_id, account_id from teller_card
                where (merchant_id, teller_id) in (select * from unnest(:merchants, :ids))""")
                .param("merchants", texts(ids, Member::merchantId))
                .param("ids", texts(ids, Member::id))
                .query(row -> {
                    accountIds.put(
                            new Member(row.getString("merchant_id"), row.getString("teller_id")),
                            row.getObject("account_id", UUID.class));
                });
        return accountIds;
    }

    /** If two accounts have the same card or registration, the one with the greater id counts, always. */
    private Map<UUID, Account> lockAccounts(
            Collection<UnsealedCommand> commands,
            Map<ByteBuffer, UUID> accountIdsByCard,
            Map<ByteBuffer, UUID> accountIdsByRegistration) {
        Set<UUID> ids = new LinkedHashSet<>();
        Set<ByteBuffer> numbers = new LinkedHashSet<>();
        Set<ByteBuffer> registered = new LinkedHashSet<>();
        for (UnsealedCommand unsealed : commands) {
            Optional.ofNullable(unsealed.command().accountIdentifier()).ifPresent(ids::add);
            numbers.addAll(unsealed.cardFingerprints());
            registered.addAll(unsealed.registrationFingerprints());
        }
        Map<UUID, Account> accounts = new HashMap<>();
        jdbc.sql("""
                select account_id, status, sealed_name, card_fingerprint, registration_fingerprint, fee_plan, opened_at
                from account where account_id = any(:ids) or card_fingerprint = any(:cards)
                    or registration_fingerprint = any(:registrations)
                order by account_id for no key update""")
                .param("ids", uuids(ids, Function.identity()))
                .param("cards", bytes(numbers, Function.identity()))
                .param("registrations", bytes(registered, Function.identity()))
                .query(row -> {
                    UUID id = row.getObject("account_id", UUID.class);
                    accounts.put(
                            id,
                            new Account(
                                    id,
                                    AccountStatus.of(row.getString("status")),
                                    name(new EntityId.Account(id), row.getBytes("sealed_name")),
                                    row.getObject("opened_at", OffsetDateTime.class)
                                            .toInstant(),
                                    row.getString("fee_plan")));
                    put(accountIdsByCard, row.getBytes("card_fingerprint"), id);
                    put(accountIdsByRegistration, row.getBytes("registration_fingerprint"), id);
                });
        return accounts;
    }

    private static void put(Map<ByteBuffer, UUID> accountIds, byte @Nullable [] fingerprint, UUID id) {
        if (fingerprint != null) {
            accountIds.put(ByteBuffer.wrap(fingerprint), id);
        }
    }

    /** Unsealed only when a rule needs it. */
    private Supplier<Optional<HolderName>> name(EntityId entity, byte[] sealed) {
        return () -> names.unseal(sealed, entity);
    }
}
