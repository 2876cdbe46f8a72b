package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.validation.Intake;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReader;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceSplit;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.InstantiationUtil;

/**
 * {@link SimulatedIntakes} as a bounded source: as many splits as there are readers, each with all
 * events of some entities, so that one entity's events keep their order at any parallelism.
 */
final class SimulatedSource
    implements Source<Intake, SimulatedSource.Share, Collection<SimulatedSource.Share>>,
        ResultTypeQueryable<Intake> {

  private static final long serialVersionUID = 1;

  private final SimulatedIntakes events;

  SimulatedSource(SimulatedIntakes events) {
    this.events = events;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SplitEnumerator<Share, Collection<Share>> createEnumerator(
      SplitEnumeratorContext<Share> context) {
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < context.currentParallelism(); i++) {
      shares.add(new Share(events, i, context.currentParallelism(), 0));
    }
    return new IteratorSourceEnumerator<>(context, shares);
  }

  @Override
  public SplitEnumerator<Share, Collection<Share>> restoreEnumerator(
      SplitEnumeratorContext<Share> context, Collection<Share> left) {
    return new IteratorSourceEnumerator<>(context, left);
  }

  @Override
  public SourceReader<Intake, Share> createReader(SourceReaderContext context) {
    return new IteratorSourceReader<>(context);
  }

  @Override
  public SimpleVersionedSerializer<Share> getSplitSerializer() {
    return new JavaSerializer<>();
  }

  @Override
  public SimpleVersionedSerializer<Collection<Share>> getEnumeratorCheckpointSerializer() {
    return new JavaSerializer<>();
  }

  @Override
  public TypeInformation<Intake> getProducedType() {
    return CodecTypeInformation.intake();
  }

  /**
   * The events of some entities.
   *
   * @param taken how many of them have been handed over
   */
  record Share(SimulatedIntakes events, int index, int of, int taken)
      implements IteratorSourceSplit<Intake, Rest>, Serializable {

    private static final long serialVersionUID = 1;

    @Override
    public String splitId() {
      return index + " of " + of;
    }

    @Override
    public Rest getIterator() {
      List<Intake> mine =
          events.all().stream()
              .filter(intake -> Math.floorMod(intake.route().hashCode(), of) == index)
              .toList();
      return new Rest(mine, taken);
    }

    @Override
    public Share getUpdatedSplitForIterator(Rest rest) {
      return new Share(events, index, of, rest.taken);
    }
  }

  /** What is left of a share. */
  static final class Rest implements Iterator<Intake> {
    private final List<Intake> share;
    private int taken;

    Rest(List<Intake> share, int taken) {
      this.share = share;
      this.taken = taken;
    }

    @Override
    public boolean hasNext() {
      return taken < share.size();
    }

    @Override
    public Intake next() {
      return share.get(taken++);
    }
  }

  private static final class JavaSerializer<T> implements SimpleVersionedSerializer<T> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(T value) throws IOException {
      return InstantiationUtil.serializeObject(value);
    }

    @Override
    public T deserialize(int version, byte[] bytes) throws IOException {
      try {
        return InstantiationUtil.deserializeObject(bytes, SimulatedSource.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new IOException(e);
      }
    }
  }
}
