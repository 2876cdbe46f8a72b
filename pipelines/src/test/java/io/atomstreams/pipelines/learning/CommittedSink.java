package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Finding;
import io.atomstreams.pipelines.connector.DriftJson;
import io.atomstreams.pipelines.connector.EvaluationJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * What a reader of committed records would see, as texts: nothing that a failure took back. A
 * committable has an id, so that one which is committed again after a failure counts once.
 */
final class CommittedSink implements Sink<Finding>, SupportsCommitter<String> {

  private static final long serialVersionUID = 1;
  private static final Map<String, Map<String, String>> COMMITTED = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  /** Everything that was committed, sorted; what was written twice is there twice. */
  List<String> take() {
    Map<String, String> committed = COMMITTED.remove(id);
    return committed == null ? List.of() : committed.values().stream().sorted().toList();
  }

  static String text(Finding finding) {
    if (finding instanceof Evaluation evaluation) {
      return new String(new EvaluationJson().encode(evaluation), StandardCharsets.UTF_8);
    }
    if (finding instanceof Drift drift) {
      return new String(new DriftJson().encode(drift), StandardCharsets.UTF_8);
    }
    if (finding instanceof Example example) {
      return "example " + example.id() + " " + example.kind() + " " + example.ts();
    }
    return finding.toString();
  }

  @Override
  public CommittingSinkWriter<Finding, String> createWriter(WriterInitContext context) {
    Queue<String> written = new ConcurrentLinkedQueue<>();
    return new CommittingSinkWriter<>() {
      @Override
      public void write(Finding finding, Context at) {
        written.add(UUID.randomUUID() + " " + text(finding));
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public Collection<String> prepareCommit() {
        List<String> prepared = new ArrayList<>(written);
        written.clear();
        return prepared;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Committer<String> createCommitter(CommitterInitContext context) {
    Map<String, String> committed =
        COMMITTED.computeIfAbsent(id, absent -> new ConcurrentHashMap<>());
    return new Committer<>() {
      @Override
      public void commit(Collection<CommitRequest<String>> requests) {
        for (CommitRequest<String> request : requests) {
          String[] parts = request.getCommittable().split(" ", 2);
          committed.put(parts[0], parts[1]);
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public SimpleVersionedSerializer<String> getCommittableSerializer() {
    return new SimpleVersionedSerializer<>() {
      @Override
      public int getVersion() {
        return 1;
      }

      @Override
      public byte[] serialize(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
      }

      @Override
      public String deserialize(int version, byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
      }
    };
  }
}
