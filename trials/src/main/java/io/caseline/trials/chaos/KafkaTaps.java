package io.caseline.trials.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The broker's listeners, one for each proxy, which advertise the address of the proxy: clients stay behind theirs. */
final class KafkaTaps {
    private final int firstPort;
    private final List<TcpProxy> proxies = new ArrayList<>();

    /** @param firstPort of the consecutive ports that the broker listens on for proxies */
    KafkaTaps(int firstPort) {
        this.firstPort = firstPort;
    }

    /** Where the broker listens for the next proxy. */
    int nextPort() {
        return firstPort + proxies.size();
    }

    void add(TcpProxy proxy) {
        proxies.add(proxy);
    }

    /** @param port where everybody else reaches the broker */
    List<String> brokerSettings(int port, int controllerPort) {
        return List.of(
                "listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort)
                        + eachProxy(i -> ",TAP%d://127.0.0.1:%d".formatted(i, firstPort + i)),
                "advertised.listeners=PLAINTEXT://127.0.0.1:%d".formatted(port)
                        + eachProxy(i -> ",TAP%d://127.0.0.1:%d"
                                .formatted(i, proxies.get(i).port())),
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"
                        + eachProxy(",TAP%d:PLAINTEXT"::formatted),
                "transaction.abort.timed.out.transaction.cleanup.interval.ms=1000");
    }

    private String eachProxy(IntFunction<String> text) {
        return IntStream.range(0, proxies.size()).mapToObj(text).collect(Collectors.joining());
    }
}
