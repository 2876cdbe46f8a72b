package io.atomstreams.pipelines.chaos.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.pipelines.settings.Profiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How long the shipped profile tries before it gives up: long enough for single failures to go
 * unnoticed, and never so long that nobody tries when the store is back.
 */
@Tag("chaos-s3")
@Timeout(300)
class S3RetriesTest {

  /** A restore that failed is tried again after 10 s at most. */
  private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(75);

  private static final String OBJECT = "s3://atom-streams/checkpoints/object";

  private static final String KEY = "aws.accessKeyId";
  private static final String SECRET = "aws.secretKey";

  @TempDir private Path directory;
  private ObjectStore store;

  @BeforeEach
  void start() throws IOException {
    Path target = Path.of("target");
    store =
        ObjectStore.start(
            ObjectStore.Programs.in(target),
            directory.resolve("objects"),
            directory.resolve("own"));
    Configuration settings = new Configuration();
    new Profiles(Path.of("..", "flink-conf")).settings("s3").forEach(settings::setString);
    store.flink().forEach(settings::setString);
    // a process would have variables
    Map<String, String> variables = store.environment();
    System.setProperty(KEY, variables.get("AWS_ACCESS_KEY_ID"));
    System.setProperty(SECRET, variables.get("AWS_SECRET_ACCESS_KEY"));
    FileSystem.initialize(
        settings,
        new DefaultPluginManager(
            new DirectoryBasedPluginFinder(target.resolve("plugins")).findPlugins(),
            CoreOptions.getPluginParentFirstLoaderPatterns(settings)));
  }

  @AfterEach
  void stop() {
    System.clearProperty(KEY);
    System.clearProperty(SECRET);
    FileSystem.initialize(new Configuration(), null);
    store.close();
  }

  private static void write(int bytes) throws IOException {
    org.apache.flink.core.fs.Path path = new org.apache.flink.core.fs.Path(OBJECT);
    try (OutputStream out = path.getFileSystem().create(path, WriteMode.OVERWRITE)) {
      out.write(new byte[bytes]);
    }
  }

  private static int read() throws IOException {
    org.apache.flink.core.fs.Path path = new org.apache.flink.core.fs.Path(OBJECT);
    try (InputStream in = path.getFileSystem().open(path)) {
      return in.readAllBytes().length;
    }
  }

  @ParameterizedTest
  @EnumSource(value = Trouble.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void whatFailsAllTheTimeIsGivenUp(Trouble trouble) throws IOException {
    write(10);
    assertThat(read()).isEqualTo(10);
    store.trouble(trouble);
    if (trouble == Trouble.FAULTY) {
      write(500);
    } else {
      assertThat(failsFor(() -> write(10))).as("write").isLessThan(GIVEN_UP_WITHIN);
      assertThat(failsFor(S3RetriesTest::read)).as("read").isLessThan(GIVEN_UP_WITHIN);
    }
    store.trouble(Trouble.NONE);
    write(20);
    assertThat(read()).isEqualTo(20);
  }

  private interface Operation {
    void run() throws IOException;
  }

  private static Duration failsFor(Operation operation) {
    long start = System.nanoTime();
    assertThatThrownBy(operation::run).isInstanceOf(IOException.class);
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
