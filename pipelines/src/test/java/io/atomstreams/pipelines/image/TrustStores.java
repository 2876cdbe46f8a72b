package io.atomstreams.pipelines.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The public authorities of Debian's package in the two forms that programs read: what its
 * installer scripts would make, which do not run here.
 */
final class TrustStores {

  private static final String AUTHORITIES = "usr/share/ca-certificates/";

  private TrustStores() {}

  static List<RootEntry> of(List<RootEntry> files) throws IOException {
    Map<String, byte[]> authorities = new TreeMap<>();
    for (RootEntry file : files) {
      if (file.path().startsWith(AUTHORITIES) && file.path().endsWith(".crt")) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        authorities.put(name.replaceFirst("\\.crt$", ""), file.content());
      }
    }
    ByteArrayOutputStream pem = new ByteArrayOutputStream();
    for (byte[] authority : authorities.values()) {
      pem.write(authority);
    }
    return List.of(
        RootEntry.file("etc/ssl/certs/ca-certificates.crt", pem.toByteArray(), 0644),
        RootEntry.file("etc/ssl/certs/java/cacerts", java(authorities), 0644));
  }

  /**
   * Without a password and thus without salt: the same bytes each time, read by Java without asking
   * for one.
   */
  private static byte[] java(Map<String, byte[]> authorities) throws IOException {
    System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
    System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      CertificateFactory reader = CertificateFactory.getInstance("X.509");
      for (Map.Entry<String, byte[]> authority : authorities.entrySet()) {
        Certificate certificate =
            reader.generateCertificate(new ByteArrayInputStream(authority.getValue()));
        store.setCertificateEntry(authority.getKey(), certificate);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      store.store(out, null);
      return out.toByteArray();
    } catch (GeneralSecurityException e) {
      throw new IOException("the authorities cannot be put into a store", e);
    }
  }
}
