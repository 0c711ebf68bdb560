package io.caseline.gateway.cases;

import io.caseline.gateway.cases.CaseSettings.Program;
import io.caseline.gateway.http.Payload.Defect;
import io.caseline.gateway.http.RequestIdFilter;
import io.caseline.schemas.Guid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Email;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a customer-care request and collects everything that is wrong with it. */
final class CareRequestReader {
    private static final Pattern PHONE =
            Pattern.compile("(?=(?:\\D*\\d){7})[+(]?[0-9][0-9 ().\\-/]{5,32}(?: ?(?:x|ext\\.?) ?\\d{1,6})?");
    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();
    private static final int PHONE_LIMIT = 50;
    private static final int HIGHEST_PHONE_TYPE = 99;
    private static final int DEVICE_LIMIT = 255;

    private final List<Violation> violations = new ArrayList<>();

    /** In the order of the fields. */
    List<Violation> violations() {
        return violations;
    }

    Optional<UUID> requestId(@Nullable String header) {
        if (header == null || header.isBlank()) {
            violations.add(Violation.required(RequestIdFilter.HEADER));
            return Optional.empty();
        }
        Optional<UUID> requestId = Guid.read(header);
        if (requestId.isEmpty()) {
            violations.add(Violation.invalid(RequestIdFilter.HEADER));
        }
        return requestId;
    }

    void malformed(Defect defect) {
        violations.add(
                switch (defect) {
                    case EMPTY -> new Violation(Violation.Code.MISSING, "The request body is empty");
                    case NOT_JSON -> new Violation(Violation.Code.MISSING, "The request body is not valid JSON");
                    case NOT_AN_OBJECT -> Violation.invalid("The request body");
                });
    }

    CareRequest read(ObjectNode root, Program program) {
        CareRequest request = new CareRequest(
                text(root, "subject", 1, 100),
                text(root, "firstName", 1, 100),
                text(root, "lastName", 2, 100),
                text(root, "customerQuestion", 1, program.questionLimit()),
                email(root),
                text(root, "accountIdentifier", 0, 100),
                text(root, "accountHolderIdentifier", 0, 100),
                phone(root),
                device(root));
        program.required().stream()
                .filter(field -> !root.has(field))
                .sorted()
                .forEach(field -> violations.add(Violation.required(field)));
        if (!root.has("subject")
                && !root.has("customerQuestion")
                && program.required().isEmpty()) {
            violations.add(Violation.required("subject or customerQuestion"));
        }
        return request;
    }

    private CareRequest.@Nullable Phone phone(ObjectNode root) {
        JsonNode phone = root.get("phoneNumbers");
        if (!(phone instanceof ObjectNode object)) {
            refuseUnlessAbsent(phone, "phoneNumbers");
            return null;
        }
        String number = string(object, "number", "phoneNumbers.number");
        if (number != null
                && (number.length() > PHONE_LIMIT
                        || !PHONE.matcher(number.strip()).matches())) {
            violations.add(Violation.invalid("phoneNumbers.number"));
        }
        return new CareRequest.Phone(number, phoneType(object.get("type")));
    }

    private @Nullable Integer phoneType(@Nullable JsonNode type) {
        if (type == null) {
            return null;
        }
        if (!type.isIntegralNumber()
                || !type.canConvertToInt()
                || type.intValue() < 0
                || type.intValue() > HIGHEST_PHONE_TYPE) {
            violations.add(new Violation(Violation.Code.PHONE_TYPE, "phoneNumbers.type is invalid"));
            return null;
        }
        return type.intValue();
    }

    private CareRequest.@Nullable Device device(ObjectNode root) {
        JsonNode device = root.get("device");
        if (!(device instanceof ObjectNode object)) {
            refuseUnlessAbsent(device, "device");
            return null;
        }
        return new CareRequest.Device(
                deviceText(object, "deviceID"),
                deviceText(object, "deviceMake"),
                deviceText(object, "deviceVersion"),
                integer(object, "deviceOS", "device.deviceOS"),
                deviceText(object, "deviceOSVersion"));
    }

    private @Nullable String deviceText(ObjectNode device, String field) {
        return limited(string(device, field, "device." + field), "device." + field, 0, DEVICE_LIMIT);
    }

    private @Nullable String email(ObjectNode root) {
        String address = text(root, "emailAddress", 0, 255);
        if (address != null && address.length() <= 255 && (address.isBlank() || !isEmail(address))) {
            violations.add(Violation.invalid("emailAddress"));
        }
        return address;
    }

    private static boolean isEmail(String address) {
        return VALIDATOR.validateValue(EmailField.class, "address", address).isEmpty();
    }

    private record EmailField(@Email String address) {}

    private @Nullable String text(ObjectNode object, String field, int least, int most) {
        return limited(string(object, field, field), field, least, most);
    }

    private @Nullable String limited(@Nullable String text, String name, int least, int most) {
        if (text != null) {
            int length = text.codePointCount(0, text.length());
            if (length < least || length > most) {
                violations.add(Violation.length(name, least, most));
            }
        }
        return text;
    }

    private @Nullable String string(ObjectNode object, String field, String name) {
        JsonNode value = object.get(field);
        if (value == null || value.isString()) {
            return value == null ? null : value.stringValue();
        }
        violations.add(Violation.invalid(name));
        return null;
    }

    private @Nullable Integer integer(ObjectNode object, String field, String name) {
        JsonNode value = object.get(field);
        if (value == null || (value.isIntegralNumber() && value.canConvertToInt())) {
            return value == null ? null : (Integer) value.intValue();
        }
        violations.add(Violation.invalid(name));
        return null;
    }

    private void refuseUnlessAbsent(@Nullable JsonNode value, String name) {
        if (value != null) {
            violations.add(Violation.invalid(name));
        }
    }
}
