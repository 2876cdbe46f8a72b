package io.atomstreams.pipelines.replay;

import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Keeps what is written in files of this machine, one a subtask; for jobs that do not restart. */
final class ReplaySink implements Sink<Output> {

  private static final long serialVersionUID = 1;

  private final String directory;

  ReplaySink(Path directory) {
    this.directory = directory.toString();
  }

  static TypeSerializer<Output> serializer() {
    return CodecTypeInformation.output().createSerializer(new SerializerConfigImpl());
  }

  /** The files, after the job. */
  List<Path> files() {
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be read", e);
    }
  }

  @Override
  public SinkWriter<Output> createWriter(WriterInitContext context) throws IOException {
    int subtask = context.getTaskInfo().getIndexOfThisSubtask();
    RecordWriter<Output> file =
        new RecordWriter<>(Path.of(directory, "outputs-" + subtask), serializer());
    return new SinkWriter<>() {
      @Override
      public void write(Output output, Context at) throws IOException {
        file.write(output);
      }

      @Override
      public void flush(boolean endOfInput) throws IOException {
        file.flush();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
