package io.caseline.cli.directory;

import io.caseline.cli.directory.Entity.Account;
import io.caseline.cli.directory.Entity.Merchant;
import io.caseline.cli.directory.Entity.Name;
import io.caseline.cli.directory.Entity.Registration;
import io.caseline.cli.directory.Entity.Store;
import io.caseline.cli.directory.Entity.Teller;
import io.caseline.cli.directory.Entity.Tombstone;
import io.caseline.schemas.EntityId;
import io.caseline.schemas.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes an entity of the fields of a line, with the limits of teller-processor. */
final class EntityReader {

    /** Every field that a file may have. */
    static final List<String> FIELDS = List.of(
            "kind",
            "merchantId",
            "storeId",
            "tellerId",
            "accountId",
            "enabled",
            "insightPartner",
            "associationEnabled",
            "status",
            "firstName",
            "lastName",
            "cardNumber",
            "registrationId",
            "feePlan",
            "openedAt",
            "version",
            "updatedAt",
            "deleted");

    private static final List<String> COMMON_FIELDS = List.of("kind", "version", "updatedAt", "deleted");
    private static final int NAME = 100;

    private final Instant now;

    /** @param now the time of change of an entity whose line has none */
    EntityReader(Instant now) {
        this.now = now;
    }

    Line read(long number, Fields fields) {
        boolean deleted = fields.flag("deleted", false);
        Entity entity = switch (fields.text("kind", Limits.TELLER_ID).toLowerCase(Locale.ROOT)) {
            case "merchant" -> deleted ? merchantTombstone(fields) : merchant(fields);
            case "store" -> deleted ? storeTombstone(fields) : store(fields);
            case "teller" -> deleted ? tellerTombstone(fields) : teller(fields);
            case "account" -> deleted ? accountTombstone(fields) : account(fields);
            case "" -> null;
            default -> unknown(fields);
        };
        Instant updatedAt = fields.has("updatedAt") ? fields.time("updatedAt") : now;
        long version = fields.has("version") ? fields.number("version") : updatedAt.toEpochMilli();
        return entity == null || !fields.errors().isEmpty()
                ? new Line.Invalid(number, fields.errors())
                : new Line.Valid(number, entity, version, updatedAt);
    }

    private static @Nullable Entity unknown(Fields fields) {
        fields.addError("kind", "must be merchant, store, teller or account");
        return null;
    }

    private static Entity merchant(Fields fields) {
        allowOnly(fields, "a merchant", "merchantId", "enabled", "insightPartner");
        return new Merchant(
                fields.id("merchantId", Limits.MERCHANT_ID),
                fields.requiredFlag("enabled"),
                fields.flag("insightPartner", false));
    }

    private static Entity store(Fields fields) {
        allowOnly(fields, "a store", "merchantId", "storeId", "enabled", "associationEnabled");
        return new Store(
                fields.id("merchantId", Limits.MERCHANT_ID),
                fields.text("storeId", Limits.STORE_ID),
                fields.requiredFlag("enabled"),
                fields.requiredFlag("associationEnabled"));
    }

    private static Entity teller(Fields fields) {
        allowOnly(fields, "a teller", "merchantId", "tellerId", "status", "firstName", "lastName");
        return new Teller(
                fields.id("merchantId", Limits.MERCHANT_ID),
                fields.text("tellerId", Limits.TELLER_ID),
                fields.text("status", Limits.ACCOUNT_STATUS),
                name(fields));
    }

    private static Entity account(Fields fields) {
        allowOnly(
                fields,
                "an account",
                "merchantId",
                "accountId",
                "status",
                "firstName",
                "lastName",
                "cardNumber",
                "registrationId",
                "feePlan",
                "openedAt");
        return new Account(
                fields.uuid("accountId"),
                fields.text("status", Limits.ACCOUNT_STATUS),
                name(fields),
                fields.cardNumber("cardNumber"),
                registration(fields),
                fields.text("feePlan", Limits.FEE_PLAN),
                fields.time("openedAt"));
    }

    private static @Nullable Registration registration(Fields fields) {
        String id = fields.optionalText("registrationId", Limits.REGISTRATION_ID);
        if (id == null) {
            if (fields.has("merchantId")) {
                fields.addError("merchantId", "belongs to an account only beside a registrationId");
            }
            return null;
        }
        return new Registration(fields.id("merchantId", Limits.MERCHANT_ID), id);
    }

    private static Name name(Fields fields) {
        return new Name(fields.text("firstName", NAME), fields.text("lastName", NAME));
    }

    private static Entity merchantTombstone(Fields fields) {
        return new Tombstone(new EntityId.Merchant(fields.id("merchantId", Limits.MERCHANT_ID)));
    }

    private static Entity storeTombstone(Fields fields) {
        return new Tombstone(new EntityId.Store(
                fields.id("merchantId", Limits.MERCHANT_ID), fields.text("storeId", Limits.STORE_ID)));
    }

    private static Entity tellerTombstone(Fields fields) {
        return new Tombstone(new EntityId.Teller(
                fields.id("merchantId", Limits.MERCHANT_ID), fields.text("tellerId", Limits.TELLER_ID)));
    }

    private static Entity accountTombstone(Fields fields) {
        return new Tombstone(new EntityId.Account(fields.uuid("accountId")));
    }

    private static void allowOnly(Fields fields, String kind, String... own) {
        fields.allowOnly(
                kind, Stream.concat(COMMON_FIELDS.stream(), Stream.of(own)).toList());
    }
}
