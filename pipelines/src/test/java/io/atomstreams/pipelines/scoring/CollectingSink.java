package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.event.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Keeps what is written, for jobs in this JVM that do not fail. */
final class CollectingSink implements Sink<Output> {

  private static final long serialVersionUID = 1;
  private static final Map<String, Queue<Output>> COLLECTED = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  /** What was written since the last call. */
  List<Output> take() {
    Queue<Output> outputs = COLLECTED.remove(id);
    return outputs == null ? List.of() : new ArrayList<>(outputs);
  }

  @Override
  public SinkWriter<Output> createWriter(WriterInitContext context) {
    Queue<Output> outputs = COLLECTED.computeIfAbsent(id, absent -> new ConcurrentLinkedQueue<>());
    return new SinkWriter<>() {
      @Override
      public void write(Output output, Context at) {
        outputs.add(output);
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}
