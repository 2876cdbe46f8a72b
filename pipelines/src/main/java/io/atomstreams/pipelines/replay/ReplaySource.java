package io.atomstreams.pipelines.replay;

import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.validation.Intake;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
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
 * Files of inputs as a bounded source: a file is a split, read from front to back by one reader,
 * and has all inputs of some entities. So one entity's inputs keep their order at any parallelism.
 */
public final class ReplaySource
    implements Source<Intake, ReplaySource.Share, Collection<ReplaySource.Share>>,
        ResultTypeQueryable<Intake> {

  private static final long serialVersionUID = 1;

  private final ArrayList<String> files = new ArrayList<>();

  private ReplaySource(List<Path> files) {
    files.forEach(file -> this.files.add(file.toString()));
  }

  /**
   * Writes inputs into files on this machine, which the source reads.
   *
   * @param inputs in their order
   * @param directory for the files
   * @param shares how many files; as many readers can work at a time
   */
  public static ReplaySource of(Iterable<Intake> inputs, Path directory, int shares)
      throws IOException {
    List<Path> files = new ArrayList<>();
    List<RecordWriter<Intake>> writers = new ArrayList<>();
    try {
      for (int i = 0; i < shares; i++) {
        files.add(directory.resolve("inputs-" + i));
        writers.add(new RecordWriter<>(files.get(i), serializer()));
      }
      for (Intake intake : inputs) {
        writers.get(Math.floorMod(intake.route().hashCode(), shares)).write(intake);
      }
    } finally {
      for (RecordWriter<Intake> writer : writers) {
        writer.close();
      }
    }
    return new ReplaySource(files);
  }

  static TypeSerializer<Intake> serializer() {
    return CodecTypeInformation.intake().createSerializer(new SerializerConfigImpl());
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SplitEnumerator<Share, Collection<Share>> createEnumerator(
      SplitEnumeratorContext<Share> context) {
    List<Share> shares = new ArrayList<>();
    files.forEach(file -> shares.add(new Share(file, 0)));
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
   * What is left of a file.
   *
   * @param position where the next record begins
   */
  public record Share(String file, long position)
      implements IteratorSourceSplit<Intake, Rest>, Serializable {

    private static final long serialVersionUID = 1;

    @Override
    public String splitId() {
      return file;
    }

    @Override
    public Rest getIterator() {
      return new Rest(RecordReader.from(Path.of(file), serializer(), position));
    }

    @Override
    public Share getUpdatedSplitForIterator(Rest rest) {
      return new Share(file, rest.records.position());
    }
  }

  /** Closes the file at its end, since nobody closes an iterator. */
  public static final class Rest implements Iterator<Intake> {
    private final RecordReader<Intake> records;

    Rest(RecordReader<Intake> records) {
      this.records = records;
    }

    @Override
    public boolean hasNext() {
      if (!records.hasNext()) {
        records.close();
      }
      return records.hasNext();
    }

    @Override
    public Intake next() {
      return records.next();
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
        return InstantiationUtil.deserializeObject(bytes, ReplaySource.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new IOException(e);
      }
    }
  }
}
