package io.caseline.cli;

import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number that is at least 1. */
public final class PositiveConverter implements ITypeConverter<Integer> {

    /** Lets every whole number of these commands be at least 1, unless its option has a converter of its own. */
    public static CommandLine everywhere(CommandLine commands) {
        ITypeConverter<Integer> positive = new PositiveConverter();
        return commands.registerConverter(int.class, positive).registerConverter(Integer.class, positive);
    }

    @Override
    public Integer convert(String text) {
        return number(text, 1);
    }

    private static Integer number(String text, int least) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // as for a number that is too small
        }
        String tooLarge = text.matches("\\d{10,}") ? ", or is too large" : "";
        throw new TypeConversionException("\"%s\" is not a number of %d or more%s".formatted(text, least, tooLarge));
    }

    /** Reads a number that is at least 0. */
    public static final class OrZero implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, 0);
        }
    }
}
