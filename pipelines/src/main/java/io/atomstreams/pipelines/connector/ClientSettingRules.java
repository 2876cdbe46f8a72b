package io.atomstreams.pipelines.connector;

import io.atomstreams.model.NearestNames;
import io.atomstreams.pipelines.config.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What may stand in the sections {@code client}, {@code consumer} and {@code producer}: names that
 * Kafka or its connector knows, nothing that has an option of its own, and secrets as references
 * only. Configurations are copied, printed and shown in web pages; no message repeats a value.
 */
final class ClientSettingRules {

  private static final Logger LOG = LoggerFactory.getLogger(ClientSettingRules.class);

  /** What the options beside these sections decide. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "bootstrap.servers", "bootstrapServers",
          "group.id", "groupId",
          "transactional.id", "transactionalIdPrefix",
          "transaction.timeout.ms", "transactionTimeout");

  /** Flink's connector takes these from the same settings. */
  private static final Set<String> OF_CONNECTOR =
      Set.of(
          "client.id.prefix",
          "partition.discovery.interval.ms",
          "register.consumer.metrics",
          "register.producer.metrics",
          "commit.offsets.on.checkpoint");

  /** Kafka hides these too, but they are made to be seen. */
  private static final Set<String> PUBLIC =
      Set.of(
          SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
          SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG);

  private static final Pattern SOUNDS_SECRET =
      Pattern.compile("password|passphrase|secret|credential|token|private|api.?key|user\\.info");

  private ClientSettingRules() {}

  /** Notes every problem of the three sections. */
  static void check(Section kafka, KafkaSettings settings) {
    check(kafka, "client", settings.client(), settings.client());
    check(kafka, "consumer", settings.consumer(), over(settings.client(), settings.consumer()));
    check(kafka, "producer", settings.producer(), over(settings.client(), settings.producer()));
  }

  /** References of any of the three parts that this process cannot resolve, each by its name. */
  static List<String> unresolved(KafkaSettings settings) {
    Map<String, String> client = settings.client();
    List<String> problems = new ArrayList<>(SecretReferences.unresolved("client", client, client));
    for (var part :
        List.of(
            Map.entry("consumer", settings.consumer()),
            Map.entry("producer", settings.producer()))) {
      problems.addAll(
          SecretReferences.unresolved(
              part.getKey(), part.getValue(), over(client, part.getValue())));
    }
    return problems;
  }

  private static Map<String, String> over(Map<String, String> client, Map<String, String> own) {
    Map<String, String> all = new HashMap<>(client);
    all.putAll(own);
    return all;
  }

  private static void check(
      Section kafka, String part, Map<String, String> settings, Map<String, String> all) {
    settings.forEach(
        (name, value) -> problem(name, value).ifPresent(p -> kafka.problem(part + "." + name, p)));
    SecretReferences.undeclared(
        settings, all, (name, problem) -> kafka.problem(part + "." + name, problem));
  }

  private static Optional<String> problem(String name, String value) {
    if (ELSEWHERE.containsKey(name)) {
      return Optional.of("is decided by kafka." + ELSEWHERE.get(name) + "; say it there");
    }
    if (isSecret(name)) {
      String open = SecretReferences.open(name, value);
      return open.isEmpty()
          ? Optional.empty()
          : Optional.of(
              open
                  + "; put a reference there, such as ${env:NAME}, ${file:PATH:KEY} or"
                  + " ${directory:PATH:FILE}, and its provider into config.providers");
    }
    return isKnown(name) ? Optional.empty() : unknown(name);
  }

  /** A plug-in may have settings that Kafka does not know; what is near to one is a mistake. */
  private static Optional<String> unknown(String name) {
    Optional<String> near = NearestNames.nearest(name, known());
    if (near.isEmpty()) {
      LOG.warn("Kafka has no setting {}; it is handed on for a plug-in that may know it", name);
    }
    return near.map(right -> "is no setting of Kafka; did you mean " + right + "?");
  }

  private static boolean isSecret(String name) {
    return isKnown(name)
        ? definitions()
                .map(definition -> definition.configKeys().get(name))
                .anyMatch(key -> key != null && key.type == ConfigDef.Type.PASSWORD)
            && !PUBLIC.contains(name)
        : SOUNDS_SECRET.matcher(name.toLowerCase(Locale.ROOT)).find()
            && !name.startsWith(SecretReferences.PROVIDERS);
  }

  private static boolean isKnown(String name) {
    return known().contains(name) || name.startsWith(SecretReferences.PROVIDERS + ".");
  }

  private static Set<String> known() {
    Set<String> known = new TreeSet<>(OF_CONNECTOR);
    definitions().forEach(definition -> known.addAll(definition.names()));
    return known;
  }

  private static Stream<ConfigDef> definitions() {
    return Stream.of(
        ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef());
  }
}
