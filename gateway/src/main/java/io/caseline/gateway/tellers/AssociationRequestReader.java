package io.caseline.gateway.tellers;

import io.caseline.gateway.http.PropertyNames;
import io.caseline.schemas.Guid;
import io.caseline.schemas.Limits;
import io.caseline.schemas.Texts;
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
    static final PropertyNames NAMES = PropertyNames.of("accountNumber", "accountIdentifier", "retailChainUserId")
            .with("metadata", PropertyNames.of("merchantId", "registerId", "requestDateTime", "storeId", "userId"));

    private AssociationRequestReader() {}

    /** The merchant that the request names; empty if it names none, or one that no merchant can have. */
    static String merchantId(ObjectNode root) {
        String merchantId = text(metadata(root), "merchantId");
        return merchantId == null || Limits.exceeds(Limits.MERCHANT_ID, merchantId) || !isId(merchantId)
                ? ""
                : merchantId;
    }

    /** @throws InvalidParameterException with the sentence that names the field */
    static AssociationRequest read(@Nullable String requestId, ObjectNode root) throws InvalidParameterException {
        ObjectNode metadata = metadata(root);
        String id = required(requestId == null ? null : textOrNull(requestId), "RequestId");
        Instant time = time(text(metadata, "requestDateTime"));
        String userId = required(text(metadata, "userId"), "UserId");
        String storeId = required(text(metadata, "storeId"), "StoreId");
        String merchantId = required(text(metadata, "merchantId"), "MerchantId");
        Optional<String> retailChainUserId = retailChainUserId(root.get("retailChainUserId"));
        limit(id, Limits.REQUEST_ID, ResponseCode.tooLong("RequestId"));
        if (!id.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new InvalidParameterException(ResponseCode.INVALID_PARAMETER);
        }
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
        if (value == null) {
            throw new InvalidParameterException(ResponseCode.required(field));
        }
        return value;
    }

    /** No id of a merchant, store or teller has control characters; PostgreSQL refuses some of them. */
    private static void limit(String value, int most, ResponseCode tooLong) throws InvalidParameterException {
        if (Limits.exceeds(most, value)) {
            throw new InvalidParameterException(tooLong);
        }
        if (!isId(value)) {
            throw new InvalidParameterException(ResponseCode.INVALID_PARAMETER);
        }
    }

    private static boolean isId(String value) {
        return Texts.isStorable(value) && value.chars().noneMatch(Character::isISOControl);
    }

    /** ISO-8601 with any number of fraction digits, in UTC: {@code Z} or an offset of zero. */
    private static Instant time(@Nullable String text) throws InvalidParameterException {
        try {
            OffsetDateTime time =
                    OffsetDateTime.parse(required(text, "RequestDateTime"), DateTimeFormatter.ISO_OFFSET_DATE_TIME);
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
        String value = textOrNull(node);
        if (value == null) {
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
        if (node == null || (node.isString() && textOrNull(node) == null)) {
            return null;
        }
        return Guid.read(node.isString() ? node.stringValue() : "")
                .orElseThrow(() -> new InvalidParameterException(ResponseCode.INVALID_PARAMETER));
    }

    private static @Nullable String accountNumber(@Nullable JsonNode node) throws InvalidParameterException {
        String value = node == null ? null : textOrNull(node);
        if (node == null || (node.isString() && value == null)) {
            return null;
        }
        if (value == null || Limits.exceeds(Limits.REGISTRATION_ID, value)) {
            throw new InvalidParameterException(ResponseCode.INVALID_ACCOUNT_NUMBER);
        }
        limit(value, Limits.REGISTRATION_ID, ResponseCode.INVALID_ACCOUNT_NUMBER);
        return value;
    }

    private static @Nullable String text(ObjectNode object, String field) {
        JsonNode value = object.get(field);
        return value == null ? null : textOrNull(value);
    }

    private static @Nullable String textOrNull(JsonNode value) {
        return value.isString() ? textOrNull(value.stringValue()) : null;
    }

    /** The text without white space around it; null for one that has only characters that nobody sees. */
    private static @Nullable String textOrNull(String text) {
        // not to be stored is not the same as not given
        return Texts.isEmpty(text) && Texts.isStorable(text) ? null : Texts.trimmed(text);
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
