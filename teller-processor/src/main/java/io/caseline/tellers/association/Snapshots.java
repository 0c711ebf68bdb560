package io.caseline.tellers.association;

import static io.caseline.messaging.SqlArrays.bytes;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.messages.PersonName;
import io.caseline.schemas.EntityId;
import io.caseline.schemas.SealedRecords;
import io.caseline.schemas.Sealing;
import io.caseline.tellers.association.Known.Account;
import io.caseline.tellers.association.Known.Merchant;
import io.caseline.tellers.association.Known.Store;
import io.caseline.tellers.association.Known.Teller;
import io.caseline.tellers.association.Snapshot.Member;
import java.io.IOException;
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
import org.apache.avro.AvroRuntimeException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads what a batch names, a kind with one query, in the caller's transaction. Tellers and accounts stay locked until
 * its end, tellers first and each kind in the order of its key: of two batches that name the same one, the second waits
 * and sees what the first did, and they cannot wait for each other.
 */
@Component
final class Snapshots {
    private final JdbcClient jdbc;
    private final Sealing sealing;

    Snapshots(JdbcClient jdbc, Sealing sealing) {
        this.jdbc = jdbc;
        this.sealing = sealing;
    }

    Snapshot load(Collection<Request> requests) {
        Set<Member> tellerIds = members(requests, Submission::tellerId);
        Map<Member, TellerRow> tellers = lockTellers(tellerIds);
        Map<Member, UUID> current = currentCards(tellerIds);
        Map<ByteBuffer, UUID> cards = new HashMap<>();
        Map<ByteBuffer, UUID> registrations = new HashMap<>();
        Map<UUID, Account> accounts = lockAccounts(requests, cards, registrations);
        Map<Member, Teller> known = new HashMap<>();
        tellers.forEach((id, row) -> known.put(id, new Teller(row.status(), row.name(), current.get(id))));
        return new Snapshot(merchants(requests), stores(requests), known, accounts, cards, registrations);
    }

    private static Set<Member> members(Collection<Request> requests, Function<Submission, String> id) {
        return requests.stream()
                .map(Request::submission)
                .map(submission -> new Member(submission.merchantId(), id.apply(submission)))
                .collect(Collectors.toSet());
    }

    private Map<String, Merchant> merchants(Collection<Request> requests) {
        Set<String> ids = requests.stream()
                .map(request -> request.submission().merchantId())
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

    private Map<Member, Store> stores(Collection<Request> requests) {
        Set<Member> ids = members(requests, Submission::storeId);
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

    private record TellerRow(String status, Supplier<Optional<HolderName>> name) {}

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
                                    row.getString("status"),
                                    name(new EntityId.Teller(id.merchantId(), id.id()), row.getBytes("sealed_name"))));
                });
        return tellers;
    }

    private Map<Member, UUID> currentCards(Set<Member> ids) {
        Map<Member, UUID> cards = new HashMap<>();
        jdbc.sql("""
                select merchant_id, teller_id, account_id from teller_card
                where (merchant_id, teller_id) in (select * from unnest(:merchants, :ids))""")
                .param("merchants", texts(ids, Member::merchantId))
                .param("ids", texts(ids, Member::id))
                .query(row -> {
                    cards.put(
                            new Member(row.getString("merchant_id"), row.getString("teller_id")),
                            row.getObject("account_id", UUID.class));
                });
        return cards;
    }

    /** Should two accounts have one card or registration, the last by id counts, always the same one. */
    private Map<UUID, Account> lockAccounts(
            Collection<Request> requests, Map<ByteBuffer, UUID> cards, Map<ByteBuffer, UUID> registrations) {
        Set<UUID> ids = new LinkedHashSet<>();
        Set<ByteBuffer> numbers = new LinkedHashSet<>();
        Set<ByteBuffer> registered = new LinkedHashSet<>();
        for (Request request : requests) {
            Optional.ofNullable(request.submission().accountIdentifier()).ifPresent(ids::add);
            numbers.addAll(request.cards());
            registered.addAll(request.registrations());
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
                                    row.getString("status"),
                                    name(new EntityId.Account(id), row.getBytes("sealed_name")),
                                    row.getObject("opened_at", OffsetDateTime.class)
                                            .toInstant(),
                                    row.getString("fee_plan")));
                    put(cards, row.getBytes("card_fingerprint"), id);
                    put(registrations, row.getBytes("registration_fingerprint"), id);
                });
        return accounts;
    }

    private static void put(Map<ByteBuffer, UUID> accounts, byte @Nullable [] fingerprint, UUID id) {
        if (fingerprint != null) {
            accounts.put(ByteBuffer.wrap(fingerprint), id);
        }
    }

    /** Opened only when a rule asks for it. */
    private Supplier<Optional<HolderName>> name(EntityId entity, byte[] sealed) {
        return () -> {
            try {
                byte[] plain = sealing.unseal(ByteBuffer.wrap(sealed), entity.nameSeal());
                PersonName name = SealedRecords.PERSON_NAME.decode(plain);
                return Optional.of(new HolderName(name.getFirstName(), name.getLastName()));
            } catch (Sealing.BrokenSealException | IOException | AvroRuntimeException e) {
                return Optional.empty();
            }
        };
    }
}
