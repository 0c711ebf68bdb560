package io.caseline.gateway.cases;

import io.caseline.gateway.cases.CaseSettings.Program;
import io.caseline.gateway.http.Payload.MalformedPayloadException;
import io.caseline.gateway.http.PropertyNames;
import io.caseline.gateway.http.RequestIdFilter;
import io.caseline.schemas.CareCaseRules;
import io.caseline.schemas.CareCaseRules.Length;
import io.caseline.schemas.Guid;
import io.caseline.schemas.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a customer-care request and collects everything that is wrong with it. */
final class CareRequestReader {
    static final PropertyNames NAMES = PropertyNames.of(
                    "subject",
                    "firstName",
                    "lastName",
                    "customerQuestion",
                    "emailAddress",
                    "accountIdentifier",
                    "accountHolderIdentifier")
            .with("phoneNumbers", PropertyNames.of("number", "type"))
            .with("device", PropertyNames.of("deviceID", "deviceMake", "deviceVersion", "deviceOS", "deviceOSVersion"));

    private final List<Violation> violations = new ArrayList<>();

    /** Fields whose value says nothing. */
    private final Set<String> empty = new HashSet<>();

    /** In the order of the fields. */
    List<Violation> violations() {
        return violations;
    }

    Optional<UUID> requestId(@Nullable String header) {
        if (header == null || Texts.isEmpty(header)) {
            violations.add(Violation.required(RequestIdFilter.HEADER));
            return Optional.empty();
        }
        Optional<UUID> requestId = Guid.read(header);
        if (requestId.isEmpty()) {
            violations.add(Violation.invalid(RequestIdFilter.HEADER));
        }
        return requestId;
    }

    void malformed(MalformedPayloadException e) {
        violations.add(
                switch (e.defect()) {
                    case EMPTY -> new Violation(Violation.Code.MISSING, "The request body is empty");
                    case NOT_JSON -> new Violation(Violation.Code.MISSING, "The request body is not valid JSON");
                    case NOT_AN_OBJECT -> Violation.invalid("The request body");
                    case PROPERTY_TWICE ->
                        new Violation(Violation.Code.INVALID, e.property() + " is given more than once");
                });
    }

    CareRequest read(ObjectNode root, Program program) {
        CareRequest request = new CareRequest(
                text(root, "subject", CareCaseRules.SUBJECT),
                text(root, "firstName", CareCaseRules.FIRST_NAME),
                text(root, "lastName", CareCaseRules.LAST_NAME),
                text(root, "customerQuestion", CareCaseRules.question(program.questionLimit())),
                email(root),
                text(root, "accountIdentifier", CareCaseRules.ACCOUNT_IDENTIFIER),
                text(root, "accountHolderIdentifier", CareCaseRules.ACCOUNT_HOLDER_IDENTIFIER),
                phone(root),
                device(root));
        program.required().stream()
                .filter(field -> !isGiven(root, field))
                .sorted()
                .forEach(field -> violations.add(Violation.required(field)));
        if (!root.has("subject")
                && !root.has("customerQuestion")
                && program.required().isEmpty()) {
            violations.add(Violation.required("subject or customerQuestion"));
        }
        return request;
    }

    private boolean isGiven(ObjectNode root, String field) {
        return root.has(field) && !empty.contains(field);
    }

    private CareRequest.@Nullable Phone phone(ObjectNode root) {
        JsonNode phone = root.get("phoneNumbers");
        if (!(phone instanceof ObjectNode object)) {
            refuseUnlessAbsent(phone, "phoneNumbers");
            return null;
        }
        String number = limited(
                string(object, "number", "phoneNumbers.number"), "phoneNumbers.number", CareCaseRules.PHONE_NUMBER);
        if (number != null && CareCaseRules.PHONE_NUMBER.fits(number) && !CareCaseRules.isPhoneNumber(number)) {
            violations.add(Violation.invalid("phoneNumbers.number"));
        }
        return new CareRequest.Phone(number, phoneType(object.get("type")));
    }

    private @Nullable Integer phoneType(@Nullable JsonNode type) {
        if (type == null) {
            return null;
        }
        if (!type.isIntegralNumber() || !type.canConvertToInt() || !CareCaseRules.isPhoneType(type.intValue())) {
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
        return limited(string(device, field, "device." + field), "device." + field, CareCaseRules.DEVICE);
    }

    private @Nullable String email(ObjectNode root) {
        String address = text(root, "emailAddress", CareCaseRules.EMAIL_ADDRESS);
        if (address != null && CareCaseRules.EMAIL_ADDRESS.fits(address) && !CareCaseRules.isEmailAddress(address)) {
            violations.add(Violation.invalid("emailAddress"));
        }
        return address;
    }

    private @Nullable String text(ObjectNode object, String field, Length length) {
        return limited(string(object, field, field), field, length);
    }

    /** @return null for an empty text where the field may be empty */
    private @Nullable String limited(@Nullable String text, String name, Length length) {
        if (text != null && text.isEmpty() && length.least() == 0) {
            empty.add(name);
            return null;
        }
        if (text != null && !length.fits(text)) {
            violations.add(Violation.length(name, length.least(), length.most()));
        }
        return text;
    }

    /** The text without white space around it; nothing for one that has only characters that nobody sees. */
    private @Nullable String string(ObjectNode object, String field, String name) {
        JsonNode value = object.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isString() || !Texts.isStorable(value.stringValue())) {
            violations.add(Violation.invalid(name));
            return null;
        }
        String text = Texts.trimmed(value.stringValue());
        return Texts.isEmpty(text) ? "" : text;
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
