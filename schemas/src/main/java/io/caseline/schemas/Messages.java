package io.caseline.schemas;

import io.caseline.messages.CaseEvent;
import org.apache.avro.util.ClassSecurityValidator;

/** The generated message classes. */
public final class Messages {
    private static final String PACKAGE = CaseEvent.class.getPackageName();

    private Messages() {}

    /** Lets Avro make instances of the messages; without it, Avro refuses a class that a schema names. */
    public static void trust() {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT, type -> PACKAGE.equals(type.getPackageName())));
    }
}
