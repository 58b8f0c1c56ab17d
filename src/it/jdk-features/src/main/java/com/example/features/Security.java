package com.example.features;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.StringJoiner;
import java.util.TreeSet;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

final class Security {
  private static final byte[] TEXT = "to be signed".getBytes(StandardCharsets.UTF_8);

  private Security() {}

  static String keys() throws Exception {
    StringJoiner done = new StringJoiner("\n");
    done.add("RSA " + signed(generator("RSA", 2048), "SHA256withRSA"));
    done.add("DSA " + signed(generator("DSA", 2048), "SHA256withDSA"));
    for (String curve : new String[] {"secp256r1", "secp384r1", "secp521r1"}) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      done.add(curve + " " + signed(generator, "SHA256withECDSA"));
    }
    done.add("Ed25519 " + signed(KeyPairGenerator.getInstance("Ed25519"), "Ed25519"));
    KeyPairGenerator x25519 = KeyPairGenerator.getInstance("X25519");
    KeyPair one = x25519.generateKeyPair();
    KeyPair other = x25519.generateKeyPair();
    done.add("X25519 " + MessageDigest.isEqual(agreed(one, other), agreed(other, one)));
    return done.toString();
  }

  private static KeyPairGenerator generator(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator;
  }

  private static boolean signed(KeyPairGenerator generator, String algorithm) throws Exception {
    KeyPair pair = generator.generateKeyPair();
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(pair.getPrivate());
    signature.update(TEXT);
    byte[] signed = signature.sign();
    signature.initVerify(pair.getPublic());
    signature.update(TEXT);
    return signature.verify(signed);
  }

  private static byte[] agreed(KeyPair mine, KeyPair theirs) throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(mine.getPrivate());
    agreement.doPhase(theirs.getPublic(), true);
    return agreement.generateSecret();
  }

  static String digests() throws Exception {
    StringJoiner done = new StringJoiner("\n");
    for (String name : new String[] {"MD5", "SHA-1", "SHA-256", "SHA3-512"}) {
      done.add(name + " " + HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(TEXT)));
    }
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec("password".toCharArray(), TEXT, 1000, 256))
            .getEncoded();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, new byte[12]));
    done.add(Base64.getEncoder().encodeToString(cipher.doFinal(TEXT)));
    Cipher stream = Cipher.getInstance("ChaCha20-Poly1305");
    stream.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(key, "ChaCha20"),
        new javax.crypto.spec.IvParameterSpec(new byte[12]));
    done.add(Base64.getMimeEncoder().encodeToString(stream.doFinal(TEXT)));
    done.add("random " + SecureRandom.getInstanceStrong().generateSeed(8).length);
    return done.toString();
  }

  static String keyStores() throws Exception {
    StringJoiner done = new StringJoiner("\n");
    for (String type : new String[] {"PKCS12", "JKS", "JCEKS"}) {
      KeyStore store = KeyStore.getInstance(type);
      store.load(null, null);
      done.add(type + " of " + store.getProvider().getName() + " has " + store.size());
    }
    return done.toString();
  }

  /** Each provider, and what of that which it names cannot be made without parameters. */
  static String providers() {
    StringJoiner done = new StringJoiner("\n");
    for (Provider provider : java.security.Security.getProviders()) {
      int made = 0;
      TreeSet<String> failed = new TreeSet<>();
      for (Provider.Service service : provider.getServices()) {
        try {
          service.newInstance(null);
          made++;
        } catch (Throwable e) {
          failed.add(service.getType() + "." + service.getAlgorithm() + " " + e.getClass());
        }
      }
      done.add(provider.getName() + " made " + made + ", not " + failed);
    }
    return done.toString();
  }
}
