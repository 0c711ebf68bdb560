package io.caseline.cli.operations;

import io.caseline.cli.operations.ReplayView.Canary;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 20} or {@code 20:95}. */
final class CanaryConverter implements ITypeConverter<Canary> {

    private static final int DEFAULT_PERCENT = 90;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,7})(?::(\\d{1,3})%?)?");

    @Override
    public Canary convert(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "\"" + text + "\" is not a canary such as 20, or 20:95 for at least 95 % created");
        }
        int percent = matcher.group(2) == null ? DEFAULT_PERCENT : Integer.parseInt(matcher.group(2));
        return new Canary(Integer.parseInt(matcher.group(1)), percent);
    }
}
