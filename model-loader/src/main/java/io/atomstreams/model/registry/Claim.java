package io.atomstreams.model.registry;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/**
 * The right to write a version where the store itself cannot say who was first.
 *
 * <pre>
 *   write own claim ──► list the claims ──► another one: take back own, give up
 *                                     └──► own only: write the manifest, take back the claim
 * </pre>
 *
 * <p>A claim stands from before its list until after its manifest. Of two writers, the later to
 * list sees the other's claim or, if that was taken back, the other's manifest: never do both go
 * on. Both may give up. This needs a store whose lists show what was written before, as S3's do.
 */
final class Claim {

  private static final String PREFIX = "claim-";

  private final ModelFiles files;
  private final String path;

  private Claim(ModelFiles files, String path) {
    this.files = files;
    this.path = path;
  }

  static Claim of(ModelFiles files, String directory, ModelRef ref) throws IOException {
    String own = PREFIX + UUID.randomUUID();
    Claim claim = new Claim(files, directory + "/" + own);
    files.create(claim.path, new ByteArrayInputStream(new byte[] {'\n'}));
    List<String> others =
        files.list(directory).stream()
            .filter(name -> name.startsWith(PREFIX) && !name.equals(own))
            .toList();
    if (!others.isEmpty()) {
      claim.release();
      throw new ModelException(
          "model %s is being registered by another at this moment (%s in %s); try again, and if nobody is, delete that file"
              .formatted(ref, others.get(0), files.location() + "/" + directory));
    }
    return claim;
  }

  void release() throws IOException {
    files.delete(path);
  }
}
