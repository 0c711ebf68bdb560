package io.caseline.cases.salesforce;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings as a deployment gives them. */
final class Settings {
    private Settings() {}

    static SalesforceSettings of(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("url", "http://localhost", "client-id", "client"));
        all.putAll(settings);
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        all.forEach((name, value) -> source.put("caseline.salesforce." + name, value));
        return new Binder(source)
                .bind("caseline.salesforce", SalesforceSettings.class)
                .get();
    }
}
