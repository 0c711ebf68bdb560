package io.caseline.local.docs;

import java.util.Locale;

/**
 * A setting as the configuration metadata has it.
 *
 * @param type the Java type
 * @param defaultValue empty if there is none
 */
record Setting(String name, String type, String defaultValue, String description) {

    /** A document may name the setting, the group that it is in, or an entry of a map. */
    boolean isMeantBy(String named) {
        return name.equals(named)
                || name.startsWith(named + ".")
                || (type.startsWith("java.util.Map") && named.startsWith(name + "."));
    }

    String row() {
        return "| `%s` | %s | %s |".formatted(name, shownDefault(), sentence());
    }

    private String shownDefault() {
        return defaultValue.isEmpty() ? "" : "`" + defaultValue + "`";
    }

    /** Javadoc begins in lower case and names code with tags. */
    private String sentence() {
        String text = description
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replaceAll("\\s+", " ")
                .replaceAll("\\.$", "")
                .replace("|", "\\|");
        return text.isEmpty() ? "" : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
