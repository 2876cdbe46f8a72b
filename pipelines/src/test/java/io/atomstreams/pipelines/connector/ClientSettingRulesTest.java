package io.atomstreams.pipelines.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atomstreams.pipelines.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingRulesTest {

  private static final String PROVIDERS =
      """
          config.providers: env,file
          config.providers.env.class: org.apache.kafka.common.config.provider.EnvVarConfigProvider
          config.providers.env.param.allowlist.pattern: ATOM_.*
          config.providers.file.class: org.apache.kafka.common.config.provider.FileConfigProvider
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssl.keystore.password: hunter2",
        "ssl.key.password: hunter2",
        "ssl.truststore.password: hunter2",
        "ssl.keystore.key: hunter2",
        "sasl.oauthbearer.client.credentials.client.secret: hunter2",
        "acme.registry.password: hunter2",
        "ssl.key.password: 'hunter2${env:ATOM_X}'",
        "sasl.jaas.config: 'x.ScramLoginModule required username=\"u\" password=\"hunter2\";'",
        "sasl.jaas.config: 'x.ScramLoginModule required username=u password=hunter2;'",
        "sasl.jaas.config: \"x.M required password='hunter2';\"",
        "sasl.jaas.config: 'x.M required clientSecret=\"hunter2\";'",
        "sasl.jaas.config: 'x.M required password=\"${env:ATOM_X}\" other=\"hunter2\";'"
      })
  void aSecretInPlainTextIsRefusedAndNotRepeated(String line) {
    for (String part : List.of("client", "consumer", "producer")) {
      ConfigException refused = refused("kafka:\n  " + part + ":\n" + PROVIDERS + "    " + line);
      assertThat(refused.problems())
          .singleElement()
          .asString()
          .startsWith("test.yaml: kafka." + part + "." + line.substring(0, line.indexOf(':')))
          .contains("in plain text", "${env:NAME}")
          .doesNotContain("hunter2");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssl.keystore.password: '${file:/run/secrets/kafka:keystore}'",
        "sasl.jaas.config: '${env:ATOM_JAAS}'",
        "sasl.jaas.config: 'x.M required username=\"u\" password=\"${env:ATOM_PASSWORD}\";'",
        "sasl.jaas.config: 'x.Krb5LoginModule required useKeyTab=true keyTab=\"/k\" principal=\"p\";'",
        "ssl.truststore.certificates: '-----BEGIN CERTIFICATE-----'",
        "sasl.oauthbearer.token.endpoint.url: 'https://idp/token'",
        "acme.interceptor.greeting: hello"
      })
  void aReferenceAndWhatIsNoSecretAreTaken(String line) {
    assertThatCode(() -> read(line)).doesNotThrowAnyException();
  }

  @Test
  void aReferenceToAProviderThatIsNotDeclaredIsRefused() {
    assertThat(refused("kafka: {client: {ssl.key.password: '${vault:x:y}'}}").problems())
        .singleElement()
        .asString()
        .contains("kafka.client.ssl.key.password refers to the provider vault");
  }

  @Test
  void aProviderWithoutItsClassIsRefused() {
    assertThat(refused("kafka: {client: {config.providers: env}}").problems())
        .singleElement()
        .asString()
        .contains("config.providers.env.class is missing");
  }

  @Test
  void aNameNearToOneOfKafkasIsRefused() {
    assertThat(
            refused("kafka: {client: {security.protcol: SSL}, producer: {lingr.ms: 2}}").problems())
        .satisfiesExactlyInAnyOrder(
            problem -> assertThat(problem).contains("did you mean security.protocol?"),
            problem -> assertThat(problem).contains("did you mean linger.ms?"));
  }

  @Test
  void whatHasAnOptionOfItsOwnIsRefused() {
    assertThat(
            refused("kafka: {consumer: {group.id: x}, client: {bootstrap.servers: y}}").problems())
        .anySatisfy(problem -> assertThat(problem).contains("kafka.groupId"))
        .anySatisfy(problem -> assertThat(problem).contains("kafka.bootstrapServers"));
  }

  @Test
  void aReferenceThatCannotBeResolvedHereIsNamed(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("kafka.properties");
    Files.writeString(file, "keystore=hunter2\n");
    Map<String, String> client =
        read("ssl.keystore.password: '${file:"
                + file
                + ":keystore}'\n"
                + "    ssl.key.password: '${file:"
                + file
                + ":key}'\n"
                + "    ssl.truststore.password: '${env:ATOM_NOBODY_SET_THIS}'")
            .client();
    assertThat(SecretReferences.unresolved("client", client, client))
        .satisfiesExactlyInAnyOrder(
            problem -> assertThat(problem).contains("ssl.key.password", ":key}"),
            problem ->
                assertThat(problem).contains("ssl.truststore.password", "ATOM_NOBODY_SET_THIS"))
        .allSatisfy(problem -> assertThat(problem).doesNotContain("hunter2"));
  }

  @Test
  void referencesOfSourcesAndSinkAreResolvedWithTheProvidersOfAllClients() {
    KafkaSettings settings =
        KafkaSettingsTest.read(
            "kafka:\n  client:\n"
                + PROVIDERS
                + "  consumer: {ssl.key.password: '${env:ATOM_NOBODY_SET_THIS}'}\n"
                + "  producer: {ssl.key.password: '${env:ATOM_NOR_THIS}'}\n");
    assertThat(ClientSettingRules.unresolved(settings))
        .satisfiesExactly(
            problem ->
                assertThat(problem)
                    .startsWith("kafka.consumer.ssl.key.password refers to ${env:ATOM_NOBODY"),
            problem ->
                assertThat(problem)
                    .startsWith("kafka.producer.ssl.key.password refers to ${env:ATOM_NOR_THIS"));
  }

  private static KafkaSettings read(String line) {
    return KafkaSettingsTest.read("kafka:\n  client:\n" + PROVIDERS + "    " + line);
  }

  private static ConfigException refused(String yaml) {
    return catchThrowableOfType(ConfigException.class, () -> KafkaSettingsTest.read(yaml));
  }
}
