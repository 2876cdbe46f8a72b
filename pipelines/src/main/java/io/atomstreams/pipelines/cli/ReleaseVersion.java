package io.atomstreams.pipelines.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The release this is, from a resource that the build fills in. */
final class ReleaseVersion implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    Properties release = new Properties();
    try (InputStream in = ReleaseVersion.class.getResourceAsStream("/atom-release.properties")) {
      release.load(in);
    }
    return new String[] {
      "ATOM Streams " + release.getProperty("version"),
      "Flink " + release.getProperty("flink") + ", Kafka " + release.getProperty("kafka"),
      "Java " + System.getProperty("java.version")
    };
  }
}
