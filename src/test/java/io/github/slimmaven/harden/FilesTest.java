package io.github.slimmaven.harden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.image.Port;
import io.github.slimmaven.trace.AccessTrace.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files that say what an image works under, byte for byte. */
class FilesTest {
  private static final Set<Part> ALL = EnumSet.allOf(Part.class);

  private static final Hardening APP =
      new Hardening()
          .directory("/tmp", 01777, 0, 0)
          .directory("/home/app", 0750, 1000, 1001)
          .file("/etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1001::/home/app:/bin/sh\n")
          .file("/etc/group", "root:x:0:\nstaff:x:50:app\n")
          .needed("CHOWN", "SETUID")
          .listened("80/tcp")
          .wrote("/tmp/x", "/home/app/y")
          .used(Use.EXECUTED, "/usr/bin/shop", "/opt/a b*\"{c}\n/run");

  @TempDir Path folder;

  private static Workload shop() throws IOException {
    return new Workload(
        "Shop_Web",
        "shop/web:slim",
        Hardening.config(
            "{'User':'app','Volumes':{'/data/':{}},'Healthcheck':{'Test':['CMD-SHELL','check"
                + " \\'it\\''],'Interval':5000000000,'Timeout':2000000000,'Retries':4}}"),
        Optional.empty(),
        UserIds.of("app", APP),
        Optional.of(List.of("--say", "it's")),
        List.of("TOKEN"),
        List.of(Port.of("80/tcp"), Port.of("53/udp")),
        Optional.of(new Workload.HttpGet(80, "/ready?a=\"b\"", false)));
  }

  @Test
  void theDockerLineHasEveryPart() throws IOException {
    assertThat(DockerRun.text(shop(), APP.policy("/data"), ALL, "seccomp.json"))
        .isEqualTo(
            """
            # Starts the image under what its probes were replayed with. Run it in the
            # directory of this file. Ports are for this machine only.
            # Variables that are named without a value are taken from your environment.
            docker run \\
              --security-opt seccomp=seccomp.json \\
              --security-opt no-new-privileges \\
              --cap-drop ALL \\
              --cap-add CHOWN \\
              --cap-add NET_BIND_SERVICE \\
              --cap-add SETUID \\
              --read-only \\
              --tmpfs /home/app:rw,nosuid,nodev,noexec,mode=750,uid=1000,gid=1001 \\
              --tmpfs /tmp:rw,nosuid,nodev,noexec,mode=1777,uid=0,gid=0 \\
              --publish 127.0.0.1:80:80 \\
              --publish 127.0.0.1:53:53/udp \\
              --env TOKEN \\
              shop/web:slim \\
              --say \\
              'it'\\''s'
            """);
  }

  @Test
  void theDockerLineSaysWhatIsLeftOut() throws IOException {
    assertThat(DockerRun.text(shop(), APP.policy(), Set.of(Part.CAPABILITIES), "seccomp.json"))
        .contains(
            """
            # Without its own seccomp profile: report.json says why.
            # Without no-new-privileges: report.json says why.
            # Without a read-only root: report.json says why.
            """)
        .contains("docker run \\\n  --cap-drop ALL \\\n  --cap-add CHOWN")
        .doesNotContain("--tmpfs", "--read-only", "seccomp.json", "--security-opt");
  }

  @Test
  void theManifestHasTheSecurityContextAndTheProbes() throws IOException {
    String yaml = KubernetesManifest.yaml(shop(), APP.policy("/data"), ALL, "seccomp.json");
    assertThat(yaml)
        .isEqualTo(
            """
            # The parts of the security context were tried in Docker, not in a cluster.
            # Copy seccomp.json to /var/lib/kubelet/seccomp/shop-web.json on each node.
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: shop-web
            spec:
              selector:
                matchLabels:
                  app: shop-web
              template:
                metadata:
                  labels:
                    app: shop-web
                spec:
                  automountServiceAccountToken: false
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 1000
                    runAsGroup: 1001
                    fsGroup: 1001
                    seccompProfile:
                      type: Localhost
                      localhostProfile: shop-web.json
                  containers:
                    - name: shop-web
                      image: "shop/web:slim"
                      args: ["--say", "it's"]
                      env: # values are not written here
                        - name: "TOKEN"
                      ports:
                        - containerPort: 80
                          protocol: TCP
                        - containerPort: 53
                          protocol: UDP
                      securityContext:
                        allowPrivilegeEscalation: false
                        readOnlyRootFilesystem: true
                        capabilities:
                          drop: ["ALL"]
                          add: ["CHOWN", "NET_BIND_SERVICE", "SETUID"]
                      readinessProbe:
                        httpGet:
                          port: 80
                          path: "/ready?a=\\"b\\""
                          scheme: HTTP
                      livenessProbe:
                        exec:
                          command: ["/bin/sh", "-c", "check \\"it\\""]
                        initialDelaySeconds: 0
                        periodSeconds: 5
                        timeoutSeconds: 2
                        failureThreshold: 4
                      volumeMounts:
                        - name: writable-0
                          mountPath: "/data"
                        - name: writable-1
                          mountPath: "/home/app"
                        - name: writable-2
                          mountPath: "/tmp"
                  volumes: # those of the image's VOLUMEs may want a persistentVolumeClaim
                    - name: writable-0
                      emptyDir: {}
                    - name: writable-1
                      emptyDir: {}
                    - name: writable-2
                      emptyDir: {}
            """);
    assertThat(new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(yaml))
        .isInstanceOf(Map.class);
  }

  @Test
  void aManifestOfARootSaysThatItIsOne() throws IOException {
    Workload root =
        new Workload(
            "...",
            "x",
            Hardening.config("{}"),
            Optional.empty(),
            UserIds.of("", APP),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty());
    assertThat(KubernetesManifest.yaml(root, APP.policy(), Set.of(Part.CAPABILITIES), "s"))
        .contains("name: app\n")
        .contains("# runAsNonRoot is not set: the image starts as root.")
        .contains("type: RuntimeDefault")
        .contains("allowPrivilegeEscalation: true")
        .contains("readOnlyRootFilesystem: false")
        .doesNotContain("runAsUser", "localhostProfile", "livenessProbe", "readinessProbe");
  }

  @Test
  void anAppArmorProfileIsAcceptedByItsParser() throws Exception {
    String profile = AppArmorProfile.text(shop(), APP.policy("/data"), APP.trace(), true);
    assertThat(profile)
        .startsWith("# NOT TRIED")
        .contains("profile slim-shop-web flags=(attach_disconnected,mediate_deleted,complain) {")
        .contains("  capability net_bind_service,\n")
        .contains("  \"/usr/bin/shop\" ix,\n")
        .contains("  \"/opt/a b\\*\\\"\\{c\\}?/run\" ix,\n")
        .contains("  \"/tmp/\" rw,\n  \"/tmp/**\" rwkl,\n  \"/data/\" rw,\n");
    Path parser = Path.of("/usr/sbin/apparmor_parser");
    assumeTrue(Files.isExecutable(parser), "there is no apparmor_parser");
    Path file = Files.writeString(folder.resolve("profile"), profile);
    Process process =
        new ProcessBuilder(parser.toString(), "-Q", "-K", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("said"))).isZero();
  }

  @Test
  void usersAreFoundAsDockerFindsThem() throws IOException {
    assertThat(UserIds.of("", APP)).contains(new UserIds(0, 0));
    assertThat(UserIds.of("app", APP)).contains(new UserIds(1000, 1001));
    assertThat(UserIds.of("1000", APP)).contains(new UserIds(1000, 1001));
    assertThat(UserIds.of("app:staff", APP)).contains(new UserIds(1000, 50));
    assertThat(UserIds.of("4711", APP)).contains(new UserIds(4711, 0));
    assertThat(UserIds.of("4711:7", APP)).contains(new UserIds(4711, 7));
    assertThat(UserIds.of("nobody", APP)).isEmpty();
    assertThat(UserIds.of("app:nogroup", APP)).isEmpty();
  }

  @Test
  void whatComesFromAnImageCannotLeaveItsPlace() {
    assertThat(Quoted.shell("a b;$(c)'\n")).isEqualTo("'a b;$(c)'\\''\n'");
    assertThat(Quoted.yaml("a\"\\\n\u00e9\udc80\ud83d\ude00"))
        .isEqualTo("\"a\\\"\\\\\\U0000000A\\U000000E9\\U0000FFFD\\U0001F600\"");
  }
}
