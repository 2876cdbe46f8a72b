package io.atomstreams.pipelines.cli;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ArtifactCache;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.Trust;
import io.atomstreams.model.registry.Trust.Requirement;
import io.atomstreams.model.registry.TrustedKeys;
import io.atomstreams.operators.flink.ModelStores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import picocli.CommandLine.Option;

/** Which registry, and whom it trusts. */
final class RegistryOptions {

  @Option(
      names = "--models",
      paramLabel = "LOCATION",
      description = "The registry: a directory, or a URI such as s3://bucket/models.")
  private String models = Home.path("testdata/models").toString();

  @Option(
      names = "--trusted-keys",
      paramLabel = "PATH",
      description = "A public key, or a directory of *.pub; may be given again.")
  private List<Path> trustedKeys = new ArrayList<>();

  @Option(
      names = "--require-signature",
      description = "Refuse what none of the trusted keys has signed.")
  private boolean requireSignature;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = "Directory with config.yaml, which says how to reach a remote registry.")
  private Path conf = Home.path("flink-conf");

  @Option(names = "--json", description = "Print JSON for machines.")
  private boolean json;

  /** Whether a location is more than a path. */
  static boolean isUri(String location) {
    return location.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
  }

  boolean isJson() {
    return json;
  }

  /** The registry with this user's cache. */
  ModelRegistry registry() {
    return registry(ArtifactCache.ofUser());
  }

  ModelRegistry registry(ArtifactCache cache) {
    if (isUri(models) && !models.startsWith("file:")) {
      Configuration settings = GlobalConfiguration.loadConfiguration(conf.toString());
      FileSystem.initialize(settings, PluginUtils.createPluginManagerFromRootFolder(settings));
    }
    return ModelStores.open(models, trust(), cache);
  }

  private Trust trust() {
    return new Trust(
        requireSignature ? Requirement.REQUIRED : Requirement.OPTIONAL,
        TrustedKeys.read(trustedKeys));
  }

  /**
   * The version that is meant: {@code name@version}, or {@code name} for its latest.
   *
   * @throws ModelException with the nearest names if there is none
   */
  static ModelRef version(ModelRegistry registry, String text) {
    if (ModelRef.isName(text)) {
      return registry.latest(text).orElseThrow(() -> new ModelException(registry.absence(text)));
    }
    return ModelRef.parse(text);
  }
}
