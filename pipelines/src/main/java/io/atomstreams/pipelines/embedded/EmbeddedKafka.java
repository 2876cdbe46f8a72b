package io.atomstreams.pipelines.embedded;

import io.atomstreams.pipelines.embedded.Ports.Port;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * One Kafka broker that is its own KRaft controller, in this JVM, with real transactions. It starts
 * in about two seconds and listens on the loopback address only. Topics are never created by
 * accident: a name nobody created is an error.
 *
 * <p>Kafka's own code ends the process on a fatal fault; from the first start on such a fault
 * throws in this JVM instead.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final String CONTROLLER = "CONTROLLER";
  private static final int NODE_ID = 1;

  /** Always the same, so that a kept directory is known again; 16 bytes in Base64. */
  private static final String CLUSTER_ID = "YXRvbS1lbWJlZGRlZC0wMQ";

  private final KafkaRaftServer server;
  private final Port port;
  private final Path directory;
  private final boolean temporary;

  private EmbeddedKafka(KafkaRaftServer server, Port port, Path directory, boolean temporary) {
    this.server = server;
    this.port = port;
    this.directory = directory;
    this.temporary = temporary;
  }

  /**
   * How to start a broker.
   *
   * @param directory where the log lives; empty for a temporary one that {@link #close()} deletes.
   *     A directory used before is opened with all that is in it
   * @param port wanted port; the next free one is taken if it is busy; 0 for any
   * @param broker broker settings that replace the ones made here
   */
  public record Settings(Optional<Path> directory, int port, Map<String, String> broker) {

    public Settings {
      broker = Map.copyOf(broker);
    }

    /** A temporary directory and any port. */
    public static Settings temporary() {
      return new Settings(Optional.empty(), 0, Map.of());
    }

    public Settings in(Path kept) {
      return new Settings(Optional.of(kept), port, broker);
    }

    public Settings onPort(int wanted) {
      return new Settings(directory, wanted, broker);
    }

    /** With one more broker setting. */
    public Settings with(String name, String value) {
      Map<String, String> more = new HashMap<>(broker);
      more.put(name, value);
      return new Settings(directory, port, more);
    }
  }

  /** Starts a broker in a temporary directory on any free port. */
  public static EmbeddedKafka start() {
    return start(Settings.temporary());
  }

  /**
   * Starts a broker and returns when it answers.
   *
   * @throws IllegalStateException if it cannot start; the message says where and why
   */
  public static EmbeddedKafka start(Settings settings) {
    neverEndTheProcess();
    Ports ports = new Ports();
    Port port = ports.choose(settings.port());
    Port controllerPort = ports.choose(0);
    Path directory = settings.directory().orElseGet(EmbeddedKafka::temporaryDirectory);
    boolean temporary = settings.directory().isEmpty();
    Map<String, String> properties = brokerSettings(port, controllerPort, directory, temporary);
    properties.putAll(settings.broker());
    KafkaRaftServer server = null;
    try {
      Files.createDirectories(directory);
      format(directory);
      server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
      server.startup();
      return new EmbeddedKafka(server, port, directory, temporary);
    } catch (Exception e) {
      if (server != null) {
        server.shutdown();
      }
      throw new IllegalStateException(
          "no Kafka broker on "
              + Ports.LOOPBACK
              + ":"
              + port.number()
              + " with its log in "
              + directory
              + ": "
              + e.getMessage(),
          e);
    }
  }

  public String bootstrapServers() {
    return Ports.LOOPBACK + ":" + port.number();
  }

  /** The port it listens on, and whether that is the wanted one. */
  public Port port() {
    return port;
  }

  /** Where its log lives. */
  public Path directory() {
    return directory;
  }

  /** Stops the broker, within about two seconds, and deletes its directory if it is temporary. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    if (temporary) {
      TemporaryDirectory.delete(directory);
    }
  }

  private static Map<String, String> brokerSettings(
      Port port, Port controllerPort, Path directory, boolean temporary) {
    Map<String, String> settings = new HashMap<>();
    String broker = Ports.LOOPBACK + ":" + port.number();
    String controller = Ports.LOOPBACK + ":" + controllerPort.number();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", String.valueOf(NODE_ID));
    settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
    settings.put("controller.listener.names", CONTROLLER);
    settings.put("listeners", "PLAINTEXT://" + broker + "," + CONTROLLER + "://" + controller);
    settings.put("advertised.listeners", "PLAINTEXT://" + broker);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("log.dirs", directory.toString());
    settings.put("auto.create.topics.enable", "false");

    // one broker: every internal topic has one copy
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("transaction.max.timeout.ms", "3600000");

    // a small machine, shared with Flink
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("background.threads", "2");
    settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(8 << 20));
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("broker.heartbeat.interval.ms", "500");
    // signing off takes a heartbeat or two; without it the next start on the same directory waits
    // until the controller has given up the old broker
    settings.put("controlled.shutdown.enable", String.valueOf(!temporary));
    return settings;
  }

  private static void format(Path directory) throws Exception {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    new Formatter()
        .setPrintStream(nowhere)
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setNodeId(NODE_ID)
        .setClusterId(CLUSTER_ID)
        .setControllerListenerName(CONTROLLER)
        .setMetadataLogDirectory(directory.toString())
        .addDirectory(directory.toString())
        .setIgnoreFormatted(true)
        .run();
  }

  private static void neverEndTheProcess() {
    Exit.Procedure refuse =
        (status, message) -> {
          throw new IllegalStateException("the broker gave up: " + message);
        };
    Exit.setExitProcedure(refuse);
    Exit.setHaltProcedure(refuse);
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("atom-kafka-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory for the broker's log", e);
    }
  }
}
