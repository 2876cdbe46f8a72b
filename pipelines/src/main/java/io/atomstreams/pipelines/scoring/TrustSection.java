package io.atomstreams.pipelines.scoring;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.registry.Trust;
import io.atomstreams.model.registry.Trust.Requirement;
import io.atomstreams.model.registry.TrustedKeys;
import io.atomstreams.pipelines.config.Section;
import java.nio.file.Path;
import java.util.List;

/**
 * Whose models a scorer opens:
 *
 * <pre>
 * trustedKeys: [/etc/atom/keys]     # files of public keys, or directories of *.pub
 * requireSignature: true            # nothing is opened that none of them has signed
 * </pre>
 *
 * <p>The keys are read here, where the job is started, and travel with it.
 */
final class TrustSection {

  private static final String KEYS = "trustedKeys";
  private static final String REQUIRE = "requireSignature";

  private TrustSection() {}

  static Trust read(Section scorer) {
    TrustedKeys keys = keys(scorer);
    boolean required = scorer.bool(REQUIRE, false);
    if (required && keys.keys().isEmpty()) {
      scorer.problem(REQUIRE, "is true and no key is trusted; name public keys in " + KEYS);
      return Trust.ANYBODY;
    }
    return new Trust(required ? Requirement.REQUIRED : Requirement.OPTIONAL, keys);
  }

  private static TrustedKeys keys(Section scorer) {
    List<Path> paths = scorer.strings(KEYS, List.of()).stream().map(Path::of).toList();
    try {
      return TrustedKeys.read(paths);
    } catch (ModelException e) {
      scorer.problem(KEYS, "cannot be used: " + e.getMessage());
      return TrustedKeys.NONE;
    }
  }
}
