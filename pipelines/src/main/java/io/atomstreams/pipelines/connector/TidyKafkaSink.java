package io.atomstreams.pipelines.connector;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink.PrecommittingStatefulSinkWriter;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;

/**
 * Flink's exactly-once Kafka sink, whose writers leave nothing behind. To find open transactions by
 * topic, a writer of {@code flink-connector-kafka} 5.0.0 makes an admin client and never closes it:
 * with each restart of the job, each subtask would leave a thread, its buffers and, on a cluster,
 * the class loader of the job. Everything else is the sink's own.
 */
public final class TidyKafkaSink<InputT, StateT, CommitT>
    implements TwoPhaseCommittingStatefulSink<InputT, StateT, CommitT>,
        SupportsPostCommitTopology<CommitT>,
        LineageVertexProvider {

  private static final long serialVersionUID = 1;

  private final TwoPhaseCommittingStatefulSink<InputT, StateT, CommitT> sink;

  private TidyKafkaSink(TwoPhaseCommittingStatefulSink<InputT, StateT, CommitT> sink) {
    this.sink = sink;
  }

  /**
   * The same sink.
   *
   * @param sink Flink's, as its builder makes it
   */
  public static <T, S, C> Sink<T> of(TwoPhaseCommittingStatefulSink<T, S, C> sink) {
    return new TidyKafkaSink<>(sink);
  }

  @Override
  public PrecommittingStatefulSinkWriter<InputT, StateT, CommitT> createWriter(
      WriterInitContext context) throws IOException {
    return new Writer<>(sink.createWriter(context));
  }

  @Override
  public PrecommittingStatefulSinkWriter<InputT, StateT, CommitT> restoreWriter(
      WriterInitContext context, Collection<StateT> state) throws IOException {
    return new Writer<>(sink.restoreWriter(context, state));
  }

  @Override
  public SimpleVersionedSerializer<StateT> getWriterStateSerializer() {
    return sink.getWriterStateSerializer();
  }

  @Override
  public Committer<CommitT> createCommitter(CommitterInitContext context) throws IOException {
    return sink.createCommitter(context);
  }

  @Override
  public SimpleVersionedSerializer<CommitT> getCommittableSerializer() {
    return sink.getCommittableSerializer();
  }

  @Override
  @SuppressWarnings("unchecked") // the sink's own committables
  public void addPostCommitTopology(DataStream<CommittableMessage<CommitT>> committables) {
    ((SupportsPostCommitTopology<CommitT>) sink).addPostCommitTopology(committables);
  }

  @Override
  public LineageVertex getLineageVertex() {
    return ((LineageVertexProvider) sink).getLineageVertex();
  }

  @SuppressWarnings("try") // closing may be interrupted: so it is with Flink's own writers
  private static final class Writer<InputT, StateT, CommitT>
      implements PrecommittingStatefulSinkWriter<InputT, StateT, CommitT> {

    private static final String FORGOTTEN = "adminClient";

    private final PrecommittingStatefulSinkWriter<InputT, StateT, CommitT> writer;

    private Writer(PrecommittingStatefulSinkWriter<InputT, StateT, CommitT> writer) {
      this.writer = writer;
    }

    @Override
    public void write(InputT element, SinkWriter.Context context)
        throws IOException, InterruptedException {
      writer.write(element, context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      writer.flush(endOfInput);
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
      writer.writeWatermark(watermark);
    }

    @Override
    public Collection<CommitT> prepareCommit() throws IOException, InterruptedException {
      return writer.prepareCommit();
    }

    @Override
    public List<StateT> snapshotState(long checkpoint) throws IOException {
      return writer.snapshotState(checkpoint);
    }

    @Override
    public void close() throws Exception {
      try {
        writer.close();
      } finally {
        closeForgotten();
      }
    }

    private void closeForgotten() throws Exception {
      try {
        Field field = writer.getClass().getDeclaredField(FORGOTTEN);
        field.setAccessible(true);
        AutoCloseable client = (AutoCloseable) field.get(writer);
        if (client != null) {
          client.close();
        }
      } catch (NoSuchFieldException otherWriter) {
        // nothing is forgotten: a later connector, or a writer without transactions
      }
    }
  }
}
