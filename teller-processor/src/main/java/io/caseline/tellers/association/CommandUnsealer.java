package io.caseline.tellers.association;

import io.caseline.schemas.Sealing;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.command.UnsealedCommand;
import io.caseline.tellers.command.UnsealedCommand.AccountNumber;
import io.caseline.tellers.command.UnsealedCommand.AccountNumber.Clear;
import io.caseline.tellers.command.UnsealedCommand.AccountNumber.None;
import io.caseline.tellers.command.UnsealedCommand.AccountNumber.Unreadable;
import io.caseline.tellers.directory.Fingerprints;
import io.caseline.tellers.rules.TellerRules;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.stereotype.Component;

/** Unseals the account number of a command that names its account by it. */
@Component
final class CommandUnsealer {
    private final Sealing sealing;
    private final Fingerprints fingerprints;

    CommandUnsealer(Sealing sealing, Fingerprints fingerprints) {
        this.sealing = sealing;
        this.fingerprints = fingerprints;
    }

    UnsealedCommand unseal(Command command) {
        AccountNumber accountNumber = accountNumber(command);
        String number = accountNumber instanceof Clear clear ? clear.number() : "";
        return new UnsealedCommand(
                command,
                accountNumber,
                TellerRules.isCardNumber(number) ? fingerprints.lookUpCard(number) : List.of(),
                TellerRules.isRegistrationId(number)
                        ? fingerprints.lookUpRegistration(command.merchantId(), number)
                        : List.of());
    }

    private AccountNumber accountNumber(Command command) {
        ByteBuffer sealed = command.sealedAccountNumber();
        if (command.accountIdentifier() != null || sealed == null) {
            return new None();
        }
        try {
            byte[] number = sealing.unseal(sealed, command.correlationId());
            return new Clear(new String(number, StandardCharsets.UTF_8));
        } catch (Sealing.BrokenSealException e) {
            return new Unreadable();
        }
    }
}
