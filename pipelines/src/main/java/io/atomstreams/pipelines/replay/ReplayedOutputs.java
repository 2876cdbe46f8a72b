package io.atomstreams.pipelines.replay;

import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.OutputFiles;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.tracking.PositionSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** What came out of a replay, of the wanted inputs. */
final class ReplayedOutputs {

  /** Where an output lies. */
  private record Entry(SourcePosition source, int file, long begin) {}

  private final List<Path> files;
  private final PositionSet wanted;

  ReplayedOutputs(List<Path> files, PositionSet wanted) {
    this.files = List.copyOf(files);
    this.wanted = wanted;
  }

  /** Hands the outputs over as they were written. */
  void forEach(Consumer<Output> sink) {
    for (Path file : files) {
      try (RecordReader<Output> reader = RecordReader.from(file, ReplaySink.serializer(), 0)) {
        while (reader.hasNext()) {
          Output output = reader.next();
          if (isWanted(output)) {
            sink.accept(output);
          }
        }
      }
    }
  }

  /** What is said beside the outputs depends on the load: it is no part of a replay. */
  private boolean isWanted(Output output) {
    return !output.isSide() && wanted.contains(output.source());
  }

  /**
   * Writes JSON lines, one file a topic, by source position: the same lines in the same order at
   * any parallelism. Keeps about 60 bytes an output in memory.
   */
  void write(Path directory, String topicPrefix) throws IOException {
    OutputSerializer serializer = new OutputSerializer(topicPrefix);
    Map<String, Long> ends = new HashMap<>();
    List<RecordReader<Output>> readers = new ArrayList<>();
    try (OutputFiles lines = new OutputFiles(directory, topicPrefix)) {
      for (Path file : files) {
        readers.add(RecordReader.anywhere(file, ReplaySink.serializer()));
      }
      for (Entry entry : sorted()) {
        Output output = readers.get(entry.file()).read(entry.begin());
        ProducerRecord<byte[], byte[]> record = serializer.serialize(output);
        lines.accept(consumed(record, ends.merge(record.topic(), 1L, Long::sum) - 1));
      }
    } finally {
      readers.forEach(RecordReader::close);
    }
  }

  private List<Entry> sorted() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      try (RecordReader<Output> reader =
          RecordReader.from(files.get(i), ReplaySink.serializer(), 0)) {
        while (reader.hasNext()) {
          long begin = reader.position();
          Output output = reader.next();
          if (isWanted(output)) {
            entries.add(new Entry(output.source(), i, begin));
          }
        }
      }
    }
    entries.sort(Comparator.comparing(Entry::source));
    return entries;
  }

  /** The output as a reader of its topic would get it. */
  private static ConsumerRecord<byte[], byte[]> consumed(
      ProducerRecord<byte[], byte[]> record, long offset) {
    return new ConsumerRecord<>(
        record.topic(),
        0,
        offset,
        ConsumerRecord.NO_TIMESTAMP,
        TimestampType.NO_TIMESTAMP_TYPE,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        record.key(),
        record.value(),
        record.headers(),
        Optional.empty());
  }
}
