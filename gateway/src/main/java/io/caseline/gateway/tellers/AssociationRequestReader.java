package io.caseline.gateway.tellers;

import io.caseline.schemas.Guid;
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
 * Reads an association and stops at the first error, in the document's order: missing fields first, then fields that
 * are too long. The processor, which knows the merchant, checks the length of an account number.
 */
final class AssociationRequestReader {
    private AssociationRequestReader() {}

    /** The merchant that the request names; empty if it names none, or one that is too long. */
    static String merchantId(ObjectNode root) {
        String merchantId =
                Optional.ofNullable(text(metadata(root), "merchantId")).orElse("");
        return merchantId.isBlank() || Limits.exceeds(Limits.MERCHANT_ID, merchantId) ? "" : merchantId;
    }

    /** @throws InvalidParameterException with the sentence that names the field */
    static AssociationRequest read(@Nullable String requestId, ObjectNode root) throws InvalidParameterException {
        ObjectNode metadata = metadata(root);
        String id = required(requestId, "RequestId");
        Instant time = time(text(metadata, "requestDateTime"));
        String userId = required(text(metadata, "userId"), "UserId");
        String storeId = required(text(metadata, "storeId"), "StoreId");
        String merchantId = required(text(metadata, "merchantId"), "MerchantId");
        Optional<String> retailChainUserId = retailChainUserId(root.get("retailChainUserId"));
        limit(id, Limits.REQUEST_ID, ResponseCode.tooLong("RequestId"));
        limit(userId, Limits.USER_ID, ResponseCode.tooLong("UserId"));
        limit(storeId, Limits.STORE_ID, ResponseCode.tooLong("StoreId"));
        limit(merchantId, Limits.MERCHANT_ID, ResponseCode.tooLong("MerchantId"));
        String registerId = text(metadata, "registerId");
        limit(Optional.ofNullable(registerId).orElse(""), Limits.REGISTER_ID, ResponseCode.INVALID_PARAMETER);
        UUID accountIdentifier = accountIdentifier(root.get("accountIdentifier"));
        String accountNumber = accountNumber(root.get("accountNumber"));
        if (accountIdentifier == null && accountNumber == null) {
            throw new InvalidParameterException(ResponseCode.INVALID_ACCOUNT_NUMBER);
        }
        return new AssociationRequest(
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
            throw new InvalidParameterException(ResponseCode.required(field));
        }
        return value;
    }

    /** No id of a merchant, store or teller has control characters; PostgreSQL refuses some of them. */
    private static void limit(String value, int most, ResponseCode tooLong) throws InvalidParameterException {
        if (Limits.exceeds(most, value)) {
            throw new InvalidParameterException(tooLong);
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidParameterException(ResponseCode.INVALID_PARAMETER);
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
            // for the document, a time that cannot be parsed is a missing time
        }
        throw new InvalidParameterException(ResponseCode.required("RequestDateTime"));
    }

    private static Optional<String> retailChainUserId(@Nullable JsonNode node) throws InvalidParameterException {
        if (node == null) {
            return Optional.empty();
        }
        String value = node.isString() ? node.stringValue() : "";
        if (value.isBlank()) {
            throw new InvalidParameterException(ResponseCode.invalid("The RetailChainUserId field is required."));
        }
        limit(
                value,
                Limits.TELLER_ID,
                ResponseCode.invalid(
                        "The field RetailChainUserId must be a string with a minimum length of 1 and a maximum"
                                + " length of 50."));
        return Optional.of(value);
    }

    private static @Nullable UUID accountIdentifier(@Nullable JsonNode node) throws InvalidParameterException {
        if (node == null || (node.isString() && node.stringValue().isBlank())) {
            return null;
        }
        return Guid.read(node.isString() ? node.stringValue() : "")
                .orElseThrow(() -> new InvalidParameterException(ResponseCode.INVALID_PARAMETER));
    }

    private static @Nullable String accountNumber(@Nullable JsonNode node) throws InvalidParameterException {
        if (node == null || (node.isString() && node.stringValue().isBlank())) {
            return null;
        }
        String value = node.isString() ? node.stringValue().strip() : "";
        if (value.isEmpty() || Limits.exceeds(Limits.REGISTRATION_ID, value)) {
            throw new InvalidParameterException(ResponseCode.INVALID_ACCOUNT_NUMBER);
        }
        return value;
    }

    private static @Nullable String text(ObjectNode object, String field) {
        JsonNode value = object.get(field);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    /** A parameter is missing or invalid; the response has code 100. */
    static final class InvalidParameterException extends Exception {
        private final transient ResponseCode responseCode;

        InvalidParameterException(ResponseCode responseCode) {
            super(responseCode.description(), null, false, false);
            this.responseCode = responseCode;
        }

        ResponseCode responseCode() {
            return responseCode;
        }
    }
}
