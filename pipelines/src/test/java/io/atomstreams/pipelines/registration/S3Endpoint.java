package io.atomstreams.pipelines.registration;

import io.atomstreams.pipelines.chaos.store.S3Server;
import io.atomstreams.pipelines.embedded.Ports;
import io.atomstreams.pipelines.settings.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;

/** A bucket of an S3 endpoint, and Flink's plugin that speaks with it. */
final class S3Endpoint implements AutoCloseable {

  static final String BUCKET = "models";

  private static final String PROVIDER = "fs.s3a.aws.credentials.provider";
  private static final String KEY = "aws.accessKeyId";
  private static final String SECRET = "aws.secretKey";

  private final Path buckets;
  private final S3Server server;

  S3Endpoint(Path directory) throws IOException {
    this.buckets = directory.resolve("data");
    this.server = new S3Server(Path.of("target", "s3proxy", "s3proxy.jar"), buckets, directory);
    Files.createDirectories(buckets.resolve(BUCKET));
  }

  /** Returns once it answers. */
  void start() {
    server.start();
  }

  /** The connection is cut; the data stays. */
  void stop() {
    server.close();
  }

  /** Tells Flink how to reach it, as config.yaml and plugins/ would. */
  void configureFlink() throws IOException {
    Configuration settings = new Configuration();
    settings.setString("s3.endpoint", "http://" + Ports.LOOPBACK + ":" + server.port());
    settings.setString("s3.path.style.access", "true");
    // found as the shipped profile finds them; a process would have variables
    settings.setString(
        PROVIDER, new Profiles(Path.of("..", "flink-conf")).settings("s3").get(PROVIDER));
    System.setProperty(KEY, server.accessKey());
    System.setProperty(SECRET, server.secretKey());
    // else each file is followed by a request to delete markers of the directories above it
    settings.setString("fs.s3a.directory.marker.retention", "keep");
    settings.setString("fs.s3a.attempts.maximum", "1");
    settings.setString("fs.s3a.retry.limit", "1");
    settings.setString("fs.s3a.connection.establish.timeout", "1000");
    FileSystem.initialize(
        settings,
        new DefaultPluginManager(
            new DirectoryBasedPluginFinder(Path.of("target", "plugins")).findPlugins(),
            CoreOptions.getPluginParentFirstLoaderPatterns(settings)));
  }

  Path stored(String path) {
    return buckets.resolve(BUCKET).resolve(path);
  }

  @Override
  public void close() {
    server.close();
    System.clearProperty(KEY);
    System.clearProperty(SECRET);
    FileSystem.initialize(new Configuration(), null);
  }
}
