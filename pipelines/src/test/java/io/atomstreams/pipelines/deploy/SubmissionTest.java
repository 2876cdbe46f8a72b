package io.atomstreams.pipelines.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.pipelines.config.JobArguments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.PipelineExecutor;
import org.apache.flink.core.execution.PipelineExecutorFactory;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job carries to a cluster, and what its client keeps to itself. */
class SubmissionTest {

  private static final String REST_PASSWORD = "security.ssl.rest.key-password";
  private static final String INTERNAL_PASSWORD = "security.ssl.internal.key-password";

  @TempDir private Path directory;

  private final Recorder recorder = new Recorder();

  @Test
  void theGraphHasNoCredentials() throws Exception {
    submit();
    assertThat(recorder.graph.getJobConfiguration().toMap())
        .containsEntry("pipeline.max-parallelism", "7")
        .doesNotContainKeys(REST_PASSWORD, INTERNAL_PASSWORD, "s3.secret-key");
    assertThat(new String(recorder.bytes, StandardCharsets.ISO_8859_1))
        .contains("pipeline.max-parallelism")
        .doesNotContain("the-word-for-rest", "the-word-inside", "the-word-of-the-store");
  }

  @Test
  void theClientSignsInWithWhatRestNeedsAndNoMore() throws Exception {
    submit();
    assertThat(recorder.client.toMap())
        .containsEntry(REST_PASSWORD, "the-word-for-rest")
        .containsEntry("rest.address", "somewhere")
        .doesNotContainKeys(INTERNAL_PASSWORD, "s3.secret-key");
  }

  private void submit() throws Exception {
    Configuration settings = new Configuration();
    settings.setString("rest.address", "somewhere");
    settings.setString("pipeline.max-parallelism", "7");
    settings.setString("security.ssl.rest.enabled", "true");
    settings.setString(REST_PASSWORD, "the-word-for-rest");
    settings.setString(INTERNAL_PASSWORD, "the-word-inside");
    settings.setString("s3.secret-key", "the-word-of-the-store");
    Distribution distribution = new Distribution(jar(), jar(), List.of());
    JobArguments arguments = new JobArguments(directory, directory, Optional.empty());
    Jobs.Job job = new Jobs.Job("probe", Probe.class.getName(), "probe.yaml", conf -> null);
    assertThatThrownBy(
            () ->
                new Submission(distribution, settings, recorder)
                    .submit(job, arguments, Submission.Start.ANEW))
        .hasMessage("job probe: recorded");
  }

  private Path jar() throws IOException {
    Path jar = directory.resolve("empty.jar");
    new JarOutputStream(Files.newOutputStream(jar), new java.util.jar.Manifest()).close();
    return jar;
  }

  /** A job. */
  public static final class Probe {

    private Probe() {}

    public static void main(String[] args) throws Exception {
      StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
      env.fromSequence(1, 2).sinkTo(new DiscardingSink<>());
      env.execute("probe");
    }
  }

  /** In place of a cluster: keeps what it would be sent, as Flink's own executor makes it. */
  private static final class Recorder
      implements PipelineExecutorServiceLoader, PipelineExecutorFactory {

    private StreamGraph graph;
    private byte[] bytes;
    private Configuration client;

    @Override
    public PipelineExecutorFactory getExecutorFactory(Configuration configuration) {
      return this;
    }

    @Override
    public Stream<String> getExecutorNames() {
      return Stream.of(getName());
    }

    @Override
    public String getName() {
      return "recorder";
    }

    @Override
    public boolean isCompatibleWith(Configuration configuration) {
      return true;
    }

    @Override
    public PipelineExecutor getExecutor(Configuration configuration) {
      return (pipeline, settings, classes) -> {
        client = settings;
        graph = PipelineExecutorUtils.getStreamGraph(pipeline, settings);
        graph.serializeUserDefinedInstances();
        bytes = InstantiationUtil.serializeObject(graph);
        throw new IllegalStateException("recorded");
      };
    }
  }
}
