package io.caseline.gateway.tellers;

import io.caseline.gateway.intake.Guid;
import io.caseline.schemas.Limits;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an association and stops at the first thing wrong, in the document's order: what is missing, then what is too
 * long. An account number's own length is judged by the processor, which knows the merchant.
 */
final class AssociateRequestReader {
    private AssociateRequestReader() {}

    /** The merchant that the request names; empty if it names none that there could be, which code 100 will answer. */
    static String merchantId(ObjectNode root) {
        String merchantId =
                Optional.ofNullable(text(metadata(root), "merchantId")).orElse("");
        return merchantId.isBlank() || Limits.exceeds(Limits.MERCHANT_ID, merchantId) ? "" : merchantId;
    }

    /** @throws InvalidParameterException with the answer that names the field */
    static AssociateRequest read(@Nullable String requestId, ObjectNode root) throws InvalidParameterException {
        ObjectNode metadata = metadata(root);
        String id = required(requestId, "RequestId");
        Instant time = time(text(metadata, "requestDateTime"));
        String userId = required(text(metadata, "userId"), "UserId");
        String storeId = required(text(metadata, "storeId"), "StoreId");
        String merchantId = required(text(metadata, "merchantId"), "MerchantId");
        Optional<String> retailChainUserId = retailChainUserId(root.get("retailChainUserId"));
        limit(id, Limits.REQUEST_ID, Response.tooLong("RequestId"));
        limit(userId, Limits.USER_ID, Response.tooLong("UserId"));
        limit(storeId, Limits.STORE_ID, Response.tooLong("StoreId"));
        limit(merchantId, Limits.MERCHANT_ID, Response.tooLong("MerchantId"));
        String registerId = text(metadata, "registerId");
        limit(Optional.ofNullable(registerId).orElse(""), Limits.REGISTER_ID, Response.INVALID_PARAMETER);
        UUID accountIdentifier = accountIdentifier(root.get("accountIdentifier"));
        String accountNumber = accountNumber(root.get("accountNumber"));
        if (accountIdentifier == null && accountNumber == null) {
            throw new InvalidParameterException(Response.INVALID_ACCOUNT_NUMBER);
        }
        return new AssociateRequest(
                id,
                merchantId,
                storeId,
                registerId,
                userId,
                retailChainUserId.orElse(userId),
                time,
                accountIdentifier,
                accountNumber);
    }

    private static ObjectNode metadata(ObjectNode root) {
        return root.get("metadata") instanceof ObjectNode metadata ? metadata : root.objectNode();
    }

    private static String required(@Nullable String value, String field) throws InvalidParameterException {
        if (value == null || value.isBlank()) {
            throw new InvalidParameterException(Response.required(field));
        }
        return value;
    }

    /** No id of a merchant, store or teller has control characters; a database would choke on some. */
    private static void limit(String value, int most, Response tooLong) throws InvalidParameterException {
        if (Limits.exceeds(most, value)) {
            throw new InvalidParameterException(tooLong);
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidParameterException(Response.INVALID_PARAMETER);
        }
    }

    /** ISO-8601 with any number of fraction digits, in UTC: {@code Z} or an offset of zero. */
    private static Instant time(@Nullable String text) throws InvalidParameterException {
        try {
            OffsetDateTime time = OffsetDateTime.parse(
                    required(text, "RequestDateTime").strip(), DateTimeFormatter.ISO_OFFSET_DATE_TIME);
            if (time.getOffset().equals(ZoneOffset.UTC) && time.getYear() > 1970 && time.getYear() < 10_000) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            // answered below: to the document a time that cannot be read is a time not given
        }
        throw new InvalidParameterException(Response.required("RequestDateTime"));
    }

    private static Optional<String> retailChainUserId(@Nullable JsonNode node) throws InvalidParameterException {
        if (node == null) {
            return Optional.empty();
        }
        String value = node.isString() ? node.stringValue() : "";
        if (value.isBlank()) {
            throw new InvalidParameterException(Response.invalid("The RetailChainUserId field is required."));
        }
        limit(
                value,
                Limits.TELLER_ID,
                Response.invalid("The field RetailChainUserId must be a string with a minimum length of 1 and a maximum"
                        + " length of 50."));
        return Optional.of(value);
    }

    private static @Nullable UUID accountIdentifier(@Nullable JsonNode node) throws InvalidParameterException {
        if (node == null || (node.isString() && node.stringValue().isBlank())) {
            return null;
        }
        return Guid.read(node.isString() ? node.stringValue() : "")
                .orElseThrow(() -> new InvalidParameterException(Response.INVALID_PARAMETER));
    }

    private static @Nullable String accountNumber(@Nullable JsonNode node) throws InvalidParameterException {
        if (node == null || (node.isString() && node.stringValue().isBlank())) {
            return null;
        }
        String value = node.isString() ? node.stringValue().strip() : "";
        if (value.isEmpty() || Limits.exceeds(Limits.REGISTRATION_ID, value)) {
            throw new InvalidParameterException(Response.INVALID_ACCOUNT_NUMBER);
        }
        return value;
    }

    private static @Nullable String text(ObjectNode object, String field) {
        JsonNode value = object.get(field);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    /** The request is not one that the rules can be asked about; answered with code 100. */
    static final class InvalidParameterException extends Exception {
        private final transient Response response;

        InvalidParameterException(Response response) {
            super(response.description(), null, false, false);
            this.response = response;
        }

        Response response() {
            return response;
        }
    }
}
