package io.atomstreams.pipelines.image;

import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * One file, directory or link of a root file system. {@code /bin}, {@code /sbin} and {@code /lib*}
 * are links into {@code /usr}, as Debian's installer makes them; packages still name the old
 * places.
 */
record RootEntry(String path, byte type, int mode, int owner, String target, byte[] content) {

  private static final int PERMISSIONS = 07777;
  private static final int ALL = 0777;
  private static final byte[] NOTHING = {};

  static RootEntry directory(String path, int mode) {
    return new RootEntry(path, TarConstants.LF_DIR, mode & PERMISSIONS, 0, "", NOTHING);
  }

  static RootEntry file(String path, byte[] content, int mode) {
    return new RootEntry(path, TarConstants.LF_NORMAL, mode & PERMISSIONS, 0, "", content);
  }

  static RootEntry link(String path, String target) {
    return new RootEntry(path, TarConstants.LF_SYMLINK, ALL, 0, target, NOTHING);
  }

  static RootEntry hardLink(String path, String target) {
    return new RootEntry(path, TarConstants.LF_LINK, ALL, 0, target, NOTHING);
  }

  boolean isHardLink() {
    return type == TarConstants.LF_LINK;
  }

  RootEntry ownedBy(int user) {
    return new RootEntry(path, type, mode, user, target, content);
  }

  /**
   * Without {@code ./} and a last {@code /}; below {@code usr/} if it is in one of the merged
   * directories.
   */
  static String merged(String name) {
    String path = name.replaceFirst("^\\./", "").replaceFirst("/$", "");
    return path.matches("(bin|sbin|lib|lib32|lib64|libx32)(/.*)?") ? "usr/" + path : path;
  }

  void write(TarArchiveOutputStream tar, Instant modified) throws IOException {
    boolean directory = type == TarConstants.LF_DIR;
    TarArchiveEntry entry = new TarArchiveEntry(directory ? path + "/" : path, type);
    entry.setMode(mode);
    entry.setIds(owner, owner);
    entry.setNames("", "");
    entry.setModTime(Date.from(modified));
    entry.setSize(content.length);
    if (!target.isEmpty()) {
      entry.setLinkName(target);
    }
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
