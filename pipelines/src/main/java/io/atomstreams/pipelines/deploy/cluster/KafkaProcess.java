package io.atomstreams.pipelines.deploy.cluster;

import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A broker in a JVM of its own, with a log that outlives it. */
final class KafkaProcess {

  /** In its properties: where it listens. All others are the broker's own. */
  static final String PORT = "atom.port";

  private KafkaProcess() {}

  /**
   * Runs until a signal ends it.
   *
   * @param args directory of the log; file with {@value #PORT} and broker settings
   */
  public static void main(String[] args) throws IOException {
    Properties settings = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of(args[1]))) {
      settings.load(file);
    }
    int port = Integer.parseInt((String) settings.remove(PORT));
    EmbeddedKafka.Settings wanted =
        EmbeddedKafka.Settings.temporary().in(Path.of(args[0])).onPort(port);
    for (String name : settings.stringPropertyNames()) {
      wanted = wanted.with(name, settings.getProperty(name));
    }
    EmbeddedKafka broker = EmbeddedKafka.start(wanted);
    if (broker.port().moved()) {
      broker.close();
      throw new IllegalStateException(
          "port " + port + " of the broker is taken by another process; stop that one");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close"));
  }
}
