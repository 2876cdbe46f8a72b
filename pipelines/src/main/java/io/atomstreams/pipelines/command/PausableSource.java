package io.atomstreams.pipelines.command;

import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.metrics.AtomMetric;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source that stands still while its job is told to pause. Nothing else changes: splits, their
 * state and its bytes are Flink's source's, checkpoints go on, and what was read before is
 * finished. A job that is started while it is paused begins paused.
 *
 * @param <T> what it reads
 */
public final class PausableSource<T>
    implements Source<T, KafkaPartitionSplit, KafkaSourceEnumState>, ResultTypeQueryable<T> {

  private static final long serialVersionUID = 1;

  private final KafkaSource<T> source;
  private final JobSwitch.Wiring wiring;

  /**
   * The same source, told by the topic {@code commands}.
   *
   * @param job name by which commands call the job
   */
  public PausableSource(KafkaSource<T> source, String job, CommandTopic commands) {
    this.source = source;
    this.wiring = new JobSwitch.Wiring(job, commands);
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return source.getProducedType();
  }

  @Override
  public Boundedness getBoundedness() {
    return source.getBoundedness();
  }

  @Override
  public SourceReader<T, KafkaPartitionSplit> createReader(SourceReaderContext context)
      throws Exception {
    SourceReader<T, KafkaPartitionSplit> reader = source.createReader(context);
    JobSwitch told;
    try {
      told = wiring.open(context.getIndexOfSubtask(), context.currentParallelism());
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
    new AtomMetrics(context.metricGroup()).gauge(AtomMetric.PAUSED, () -> told.isPaused() ? 1 : 0);
    return new PausableReader<>(reader, told);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context) throws Exception {
    return source.createEnumerator(context);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState checkpoint)
      throws Exception {
    return source.restoreEnumerator(context, checkpoint);
  }

  @Override
  public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
    return source.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
    return source.getEnumeratorCheckpointSerializer();
  }
}
