package io.atomstreams.pipelines.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Which Kafka cluster, and how to sign in. */
final class ClusterOptions {

  @Option(
      names = "--bootstrap-server",
      paramLabel = "HOST:PORT",
      required = true,
      description = "One or more brokers, separated by commas.")
  private String bootstrapServer;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description = "Client properties, as for Kafka's own tools; needed on secured clusters.")
  private Path commandConfig;

  /** How long a command waits for a broker that does not answer, unless the file says otherwise. */
  private static final String WITHIN_MS = "15000";

  /** Kafka client settings; what is on the command line wins over the file. */
  Map<String, String> clientSettings() throws IOException {
    Map<String, String> settings = new HashMap<>();
    if (commandConfig != null) {
      Properties file = new Properties();
      try (Reader reader = Files.newBufferedReader(commandConfig, StandardCharsets.UTF_8)) {
        file.load(reader);
      } catch (NoSuchFileException e) {
        throw new IOException("--command-config " + commandConfig + ": there is no such file", e);
      }
      file.stringPropertyNames().forEach(name -> settings.put(name, file.getProperty(name)));
    }
    settings.put("bootstrap.servers", bootstrapServer);
    settings.putIfAbsent("request.timeout.ms", WITHIN_MS);
    settings.putIfAbsent("default.api.timeout.ms", settings.get("request.timeout.ms"));
    settings.putIfAbsent("max.block.ms", WITHIN_MS);
    return settings;
  }
}
