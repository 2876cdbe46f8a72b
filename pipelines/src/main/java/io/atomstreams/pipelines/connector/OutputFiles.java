package io.atomstreams.pipelines.connector;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes records that {@link OutputJsonLines} shows as JSON lines, one file a topic. */
public final class OutputFiles implements Consumer<ConsumerRecord<byte[], byte[]>>, AutoCloseable {

  private final Path directory;
  private final OutputJsonLines lines;
  private final Map<String, BufferedWriter> writers = new HashMap<>();

  /**
   * Writes into a directory, which is made if it is not there; files of the same names are
   * replaced.
   *
   * @param topicPrefix of the installation, possibly empty
   */
  public OutputFiles(Path directory, String topicPrefix) {
    this.directory = directory;
    this.lines = new OutputJsonLines(topicPrefix);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("output directory " + directory + " cannot be made", e);
    }
  }

  @Override
  public void accept(ConsumerRecord<byte[], byte[]> record) {
    try {
      BufferedWriter writer = writers.computeIfAbsent(record.topic(), this::open);
      writer.write(lines.line(record));
      writer.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(file(record.topic()) + " cannot be written", e);
    }
  }

  private BufferedWriter open(String topic) {
    try {
      return Files.newBufferedWriter(file(topic));
    } catch (IOException e) {
      throw new UncheckedIOException(file(topic) + " cannot be written", e);
    }
  }

  private Path file(String topic) {
    return directory.resolve(topic + ".jsonl");
  }

  @Override
  public void close() throws IOException {
    for (BufferedWriter writer : writers.values()) {
      writer.close();
    }
  }
}
