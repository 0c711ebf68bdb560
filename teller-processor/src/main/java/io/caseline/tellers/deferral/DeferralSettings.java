package io.caseline.tellers.deferral;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Commands that wait because their account is too young, instead of being rejected.
 *
 * @param enabled whether such a command is deferred if its caller sent {@code Prefer: respond-async}
 * @param maxWait how long after its receipt a command may be deferred; one that is due later gets 870 at once
 * @param maxCommands how many commands may be deferred at a time, approximately; one more gets 870 at once
 * @param batch how many due commands are decided in one transaction
 */
@Validated
@ConfigurationProperties("caseline.tellers.deferral")
public record DeferralSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("48h") @DurationMin Duration maxWait,
        @DefaultValue("10000") @Min(0) int maxCommands,
        @DefaultValue("200") @Min(1) int batch) {}
