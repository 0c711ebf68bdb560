package io.caseline.tellers.association;

import io.caseline.schemas.Sealing;
import io.caseline.tellers.directory.Fingerprints;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Opens the account number of a submission, where it is what names the account. */
@Component
final class RequestOpener {
    private final Sealing sealing;
    private final Fingerprints fingerprints;

    RequestOpener(Sealing sealing, Fingerprints fingerprints) {
        this.sealing = sealing;
        this.fingerprints = fingerprints;
    }

    Request open(Submission submission) {
        if (submission.accountIdentifier() != null) {
            return new Request(
                    submission,
                    new TellerRules.Command(submission.accountIdentifier(), Optional.of("")),
                    List.of(),
                    List.of());
        }
        Optional<String> number = accountNumber(submission);
        String known = number.orElse("");
        return new Request(
                submission,
                new TellerRules.Command(null, number),
                TellerRules.isCardNumber(known) ? fingerprints.lookUpCard(known) : List.of(),
                TellerRules.isRegistrationId(known)
                        ? fingerprints.lookUpRegistration(submission.merchantId(), known)
                        : List.of());
    }

    private Optional<String> accountNumber(Submission submission) {
        ByteBuffer sealed = submission.sealedAccountNumber();
        if (sealed == null) {
            return Optional.of("");
        }
        try {
            byte[] number = sealing.unseal(sealed, submission.correlationId());
            return Optional.of(new String(number, StandardCharsets.UTF_8));
        } catch (Sealing.BrokenSealException e) {
            return Optional.empty();
        }
    }
}
