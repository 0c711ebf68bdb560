package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An application's Prometheus endpoint. */
final class Prometheus {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;

    /** @param token with the scope {@code metrics:read} */
    Prometheus(String application, String token) {
        request = HttpRequest.newBuilder(URI.create(application + "/actuator/prometheus"))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    /** Count and total time of a timer since the start of the application. */
    record Timer(long count, double seconds) {
        Timer since(Timer before) {
            return new Timer(count - before.count, seconds - before.seconds);
        }

        /** NaN if nothing was timed, which meets no aim. */
        double meanMillis() {
            return 1000 * seconds / count;
        }
    }

    /** @param name in Prometheus, without the unit */
    Timer timer(String name) throws InterruptedException {
        String text = text();
        return new Timer(Math.round(sum(text, name + "_seconds_count")), sum(text, name + "_seconds_sum"));
    }

    private String text() throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new CliException("the metrics endpoint responds with HTTP " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new CliException("the metrics cannot be read: " + e.getMessage(), e);
        }
    }

    /** The sum of all series of a metric; 0 if there are none. */
    static double sum(String text, String metric) {
        Matcher series = Pattern.compile("(?m)^" + Pattern.quote(metric) + "(\\{.*\\})? (\\S+)$")
                .matcher(text);
        double sum = 0;
        while (series.find()) {
            sum += Double.parseDouble(series.group(2));
        }
        return sum;
    }
}
