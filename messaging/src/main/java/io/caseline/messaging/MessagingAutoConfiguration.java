package io.caseline.messaging;

import io.caseline.schemas.Messages;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Topic;
import io.caseline.schemas.registry.RegistryAccess;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkHttpClientBuilder;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.serializer.DelegatingByTypeSerializer;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** The message contract in an application; its Kafka defaults are in {@code caseline-messaging.yml}. */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@EnableConfigurationProperties(MessagingSettings.class)
public class MessagingAutoConfiguration {
    static {
        Messages.trust();
    }

    @Bean
    RegistryAccess registryAccess(MessagingSettings settings, SslBundles bundles) {
        return registryAccess(settings.registry(), bundles);
    }

    static RegistryAccess registryAccess(MessagingSettings.Registry settings, SslBundles bundles) {
        String bundle = settings.ssl().bundle();
        // HTTP/1.1: the JDK client's offer to upgrade, sent with a body, is never answered by the registry
        HttpClient http = new JdkHttpClientBuilder()
                .withCustomizer(builder -> builder.version(HttpClient.Version.HTTP_1_1))
                .build(HttpClientSettings.defaults()
                        .withConnectTimeout(settings.timeout())
                        .withRedirects(HttpRedirects.DONT_FOLLOW)
                        .withSslBundle(!StringUtils.hasText(bundle) ? null : bundles.getBundle(bundle)));
        return new RegistryAccess(
                settings.url().toString(),
                settings.timeout(),
                settings.retryEvery(),
                http,
                StringUtils.hasText(bundle) ? TrustedCertificates.pem(bundles.getBundle(bundle)) : null,
                settings::authorization);
    }

    @Bean
    ContractSetup contractSetup(
            KafkaAdmin admin,
            RegistryAccess access,
            ProducerFactory<?, ?> producers,
            PreparedSerializer messages,
            MessagingSettings settings,
            ApplicationEventPublisher events) {
        return new ContractSetup(
                admin::initialize,
                schemaRegistry(access),
                () -> messages.prepare(producers.getConfigurationProperties()),
                settings.registry().retryEvery(),
                events);
    }

    static SchemaRegistry schemaRegistry(RegistryAccess access) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(access.http());
        requests.setReadTimeout(access.timeout());
        RestClient client = RestClient.builder()
                .baseUrl(access.api())
                .requestFactory(requests)
                .requestInitializer(request -> access.authorization()
                        .get()
                        .ifPresent(value -> request.getHeaders().set(HttpHeaders.AUTHORIZATION, value)))
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(SchemaRegistry.class);
    }

    /** The deserializers are made by the Kafka clients, and take the access from their settings. */
    @Bean
    DefaultKafkaConsumerFactoryCustomizer registryAccessOfConsumers(RegistryAccess access) {
        return factory -> factory.updateConfigs(Map.of(RegistryAccess.SETTING, access));
    }

    @Bean
    KafkaAdmin.NewTopics topics(MessagingSettings settings) {
        return new KafkaAdmin.NewTopics(Arrays.stream(Topic.values())
                .map(topic -> topic.newTopic(
                        settings.topics().replicas(), settings.topics().minInSyncReplicas()))
                .toArray(NewTopic[]::new));
    }

    @Bean
    Sealing sealing(MessagingSettings settings) {
        Path keyset = settings.sealing().keyset();
        if (keyset == null) {
            throw new IllegalStateException(
                    "caseline.sealing.keyset is not set: it names the file with the sealing keys");
        }
        return Sealing.from(keyset);
    }

    @Bean
    PreparedSerializer preparedSerializer() {
        return new PreparedSerializer();
    }

    /** Messages leave as Avro, dead letters as the bytes that they are. */
    @Bean
    DefaultKafkaProducerFactoryCustomizer valueSerializer(RegistryAccess access, PreparedSerializer messages) {
        return factory -> {
            factory.updateConfigs(Map.of(RegistryAccess.SETTING, access));
            useSerializer(factory, messages);
        };
    }

    @SuppressWarnings("unchecked")
    private static void useSerializer(DefaultKafkaProducerFactory<?, ?> factory, PreparedSerializer messages) {
        ((DefaultKafkaProducerFactory<?, Object>) factory)
                .setValueSerializerSupplier(() -> new DelegatingByTypeSerializer(
                        Map.of(byte[].class, new ByteArraySerializer(), SpecificRecord.class, messages), true));
    }

    @Bean
    @ConditionalOnBean(KafkaOperations.class)
    DeadLetters deadLetters(KafkaOperations<?, ?> template, MeterRegistry meters) {
        return new DeadLetters(template, meters);
    }
}
