package io.atomstreams.pipelines.report.source;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.monitoring.TopicProfile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A directory of JSON lines, one file a topic, as {@code atom demo --output} writes them. A file
 * that is not there is a topic without records.
 */
public final class FileArchive implements Archive {

  private final Path directory;
  private final String prefix;

  /**
   * For one installation's files.
   *
   * @param prefix of its topics, which the files are called after
   * @throws IllegalArgumentException if no file of a topic is there
   */
  public FileArchive(Path directory, String prefix) {
    this.directory = directory;
    this.prefix = prefix;
    if (Decoder.TOPICS.stream().map(this::file).noneMatch(Files::isRegularFile)) {
      throw new IllegalArgumentException(
          "%s holds no %s and no file of another topic; atom demo --events N --output DIR writes them"
              .formatted(directory, file(Topic.FEATURES).getFileName()));
    }
  }

  @Override
  public String name() {
    return "files in " + directory.getFileName();
  }

  @Override
  public Clock clock() {
    return Clock.EVENT;
  }

  @Override
  public Tally read(Span span, Consumer<Sighting> sink) {
    Map<String, Long> read = new TreeMap<>();
    Map<String, Long> unreadable = new TreeMap<>();
    for (Topic topic : Decoder.TOPICS) {
      if (Files.isRegularFile(file(topic))) {
        read(topic, span, sink, new Tally(read, unreadable));
      }
    }
    return new Tally(read, unreadable);
  }

  private void read(Topic topic, Span span, Consumer<Sighting> sink, Tally tally) {
    try (BufferedReader lines = Files.newBufferedReader(file(topic))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Object value;
        try {
          value = Decoder.decodeLine(topic, line, prefix);
        } catch (RuntimeException e) { // whatever a decoder makes of a strange line: it is counted
          tally.unreadable().merge(topic.baseName(), 1L, Long::sum);
          continue;
        }
        long at = time(value);
        if (topic == Topic.MODELS || at == Sighting.NO_TIME || span.holds(at)) {
          tally.read().merge(topic.baseName(), 1L, Long::sum);
          sink.accept(new Sighting(topic, value, at, Sighting.NO_TIME));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file(topic) + " cannot be read", e);
    }
  }

  private static long time(Object value) {
    if (value instanceof FeatureRecord of) {
      return of.ts();
    } else if (value instanceof Prediction of) {
      return of.ts();
    } else if (value instanceof Alert of) {
      return of.ts();
    } else if (value instanceof Example of) {
      return of.ts();
    } else if (value instanceof Evaluation of) {
      return of.to() - 1;
    } else if (value instanceof Drift of) {
      return of.ts();
    } else if (value instanceof Importance of) {
      return of.asOf();
    } else if (value instanceof Explanation of) {
      return of.ts();
    } else if (value instanceof TopicProfile) {
      return Sighting.NO_TIME; // the broker's clock, which the others' times are not of
    }
    return Sighting.NO_TIME;
  }

  private Path file(Topic topic) {
    return directory.resolve(topic.in(prefix) + ".jsonl");
  }
}
