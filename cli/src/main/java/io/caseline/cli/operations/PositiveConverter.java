package io.caseline.cli.operations;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number that is at least 1. */
final class PositiveConverter implements ITypeConverter<Integer> {

    @Override
    public Integer convert(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // as for a number that is too small
        }
        throw new TypeConversionException("\"" + text + "\" is not a number of 1 or more");
    }
}
