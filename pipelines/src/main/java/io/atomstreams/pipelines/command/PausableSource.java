package io.atomstreams.pipelines.command;

import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.metrics.AtomMetric;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Another source that stands still while its job is told to pause. Nothing else changes: splits,
 * their state and its bytes are the other source's, checkpoints go on, and what was read before is
 * finished. A job that is started while it is paused begins paused.
 *
 * @param <T> what it reads
 * @param <SplitT> the other source's splits
 * @param <EnumT> the other source's enumerator state
 */
public final class PausableSource<T, SplitT extends SourceSplit, EnumT>
    implements Source<T, SplitT, EnumT> {

  private static final long serialVersionUID = 1;

  private final Source<T, SplitT, EnumT> source;
  private final JobSwitch.Wiring wiring;

  /**
   * The same source, told by the topic {@code commands}.
   *
   * @param job name by which commands call the job
   */
  public PausableSource(Source<T, SplitT, EnumT> source, String job, CommandTopic commands) {
    this.source = source;
    this.wiring = new JobSwitch.Wiring(job, commands);
  }

  @Override
  public Boundedness getBoundedness() {
    return source.getBoundedness();
  }

  @Override
  public SourceReader<T, SplitT> createReader(SourceReaderContext context) throws Exception {
    SourceReader<T, SplitT> reader = source.createReader(context);
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
  public SplitEnumerator<SplitT, EnumT> createEnumerator(SplitEnumeratorContext<SplitT> context)
      throws Exception {
    return source.createEnumerator(context);
  }

  @Override
  public SplitEnumerator<SplitT, EnumT> restoreEnumerator(
      SplitEnumeratorContext<SplitT> context, EnumT checkpoint) throws Exception {
    return source.restoreEnumerator(context, checkpoint);
  }

  @Override
  public SimpleVersionedSerializer<SplitT> getSplitSerializer() {
    return source.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<EnumT> getEnumeratorCheckpointSerializer() {
    return source.getEnumeratorCheckpointSerializer();
  }
}
