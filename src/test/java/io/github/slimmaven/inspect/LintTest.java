package io.github.slimmaven.inspect;

import static io.github.slimmaven.inspect.XrayImages.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.slimmaven.dockerfile.Dockerfile;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Layer;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LintTest {
  private static final String PINNED = "python:3.12-slim@sha256:" + "0".repeat(64);
  private static final List<String> CONTEXT =
      List.of(".git", ".env", "app.py", "node_modules", "package.json");

  @TempDir Path temp;

  private static LintDockerfile dockerfile(String text, Optional<List<String>> ignore) {
    return new LintDockerfile(
        "Dockerfile", Dockerfile.parse(text), Map.of(), Optional.empty(), ignore, context(""));
  }

  /** Where every file has this text. */
  private static BuildContext context(String text) {
    return new BuildContext() {
      @Override
      public List<String> names() {
        return CONTEXT;
      }

      @Override
      public String text(String path) {
        return CONTEXT.contains(path) ? text : "";
      }
    };
  }

  private static Lint lint(String text) throws Exception {
    return Lint.of(
        Optional.empty(),
        Optional.of(dockerfile(text, Optional.of(CONTEXT))),
        List.of(),
        EnumSet.noneOf(LintRule.class));
  }

  private static Lint lint(Image image) throws Exception {
    return Lint.of(Optional.of(image), Optional.empty(), List.of(), Set.of());
  }

  /** Lines of a Dockerfile that breaks no rule, with {@code ;;} for a line end. */
  private static String text(String lines) {
    String body = lines.replace(";;", "\n").replace("PINNED", PINNED);
    String from = body.contains("FROM ") ? "" : "FROM " + PINNED + "\n";
    String user = body.contains("USER") ? "" : "\nUSER 10001";
    String health = body.contains("HEALTHCHECK") ? "" : "\nHEALTHCHECK CMD [\"/health\"]";
    return from + body + user + health + "\n";
  }

  private static List<String> broken(Lint lint) {
    return lint.findings().stream().map(Lint.Finding::id).distinct().toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SLIM001|FROM python|FROM PINNED",
        "SLIM001|FROM reg:5000/a/python:latest|FROM scratch",
        "SLIM001|ARG V=latest;;FROM python:$V|ARG V;;FROM python:$V",
        "SLIM002|FROM python:3.12|FROM PINNED AS a;;FROM a",
        "SLIM003|COPY . .;;RUN pip install --no-cache-dir -r requirements.txt"
            + "|COPY requirements.txt .;;RUN pip install --no-cache-dir -r requirements.txt;;COPY . .",
        "SLIM003|COPY . .;;RUN npm ci && npm cache clean --force"
            + "|COPY package.json .;;RUN npm ci && npm cache clean --force;;COPY . .",
        "SLIM003|FROM PINNED AS b;;COPY . .;;RUN mvn package;;FROM PINNED"
            + "|FROM PINNED AS b;;COPY pom.xml .;;RUN mvn dependency:go-offline;;COPY . .;;RUN mvn package;;FROM PINNED",
        "SLIM004|RUN apt-get install -y build-essential git && rm -rf /var/lib/apt/lists/*"
            + "|RUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*",
        "SLIM004|RUN make|FROM PINNED AS b;;RUN make;;FROM PINNED;;COPY --from=b /a /a",
        "SLIM004|RUN apk add --no-cache gcc"
            + "|RUN apk add --no-cache --virtual b gcc && cc a.c && apk del b",
        "SLIM005|USER root|USER 10001",
        "SLIM005|RUN true;;USER 0:0|USER app:app",
        "SLIM007|CMD [\"flask\", \"--app\", \"x\", \"run\"]|CMD [\"gunicorn\", \"app:app\"]",
        "SLIM007|ENV FLASK_DEBUG=1|ENV FLASK_DEBUG=0",
        "SLIM007|CMD npm run dev|CMD [\"node\", \"server.js\"]",
        "SLIM007|CMD [\"nodemon\", \"server.js\"]|ENV NODE_ENV=production",
        "SLIM007|ENTRYPOINT python manage.py runserver|ENTRYPOINT uvicorn a:b",
        "SLIM008|ENV JAVA_TOOL_OPTIONS=\"-Xmx1g -agentlib:jdwp=transport=dt_socket,server=y\""
            + "|ENV JAVA_TOOL_OPTIONS=-Xmx1g",
        "SLIM008|ENTRYPOINT [\"node\", \"--inspect=0.0.0.0\", \"a.js\"]|ENTRYPOINT [\"node\", \"a.js\"]",
        "SLIM008|CMD python -m debugpy a.py|CMD python a.py",
        "SLIM009|HEALTHCHECK NONE|HEALTHCHECK CMD wget -q localhost",
        "SLIM010|RUN apt-get update && apt-get install -y curl"
            + "|RUN --mount=type=cache,target=/var/lib/apt apt-get update",
        "SLIM010|RUN apk add curl|RUN apk add --no-cache curl",
        "SLIM010|RUN pip install flask|ENV PIP_NO_CACHE_DIR=1;;RUN pip install flask",
        "SLIM010|RUN /venv/bin/pip install flask|RUN /venv/bin/pip install --no-cache-dir flask",
        "SLIM010|RUN npm install -g x|RUN npm install -g x && npm cache clean --force",
        "SLIM010|RUN <<EOF;;apk add curl;;EOF|RUN <<EOF;;apk add --no-cache curl;;EOF",
        "SLIM011|ENV DB_PASSWORD=hunter2|ENV DB_PASSWORD_FILE=/run/secrets/db",
        "SLIM011|ENV URL=postgres://me:hunter2@db/x|ENV URL=postgres://db/x",
        "SLIM011|ENV ID=AKIAABCDEFGHIJKLMNOP|ENV ID=AKIA",
        "SLIM011|ARG NPM_TOKEN;;RUN true|RUN --mount=type=secret,id=npm true",
        "SLIM012|ADD https://example.com/a.tgz /a"
            + "|ADD --checksum=sha256:00 https://example.com/a.tgz /a",
        "SLIM013|RUN sudo true|RUN true",
        "SLIM013|RUN apk add --no-cache sudo|RUN apk add --no-cache curl",
        "SLIM014|EXPOSE 80 22/tcp|EXPOSE 80 2222",
        "SLIM016|RUN chmod -R 777 /app|RUN chmod 1777 /tmp2",
        "SLIM017|RUN chmod u+s /a|RUN chmod u+x /a",
      })
  void aBadDockerfileBreaksTheRuleAndAGoodOneDoesNot(String rule, String bad, String good)
      throws Exception {
    assertThat(broken(lint(text(bad)))).containsExactly(rule);
    assertThat(broken(lint(text(good)))).doesNotContain(rule);
  }

  @Test
  void aDockerignoreMustBeThereAndLeaveOutWhatStaysAtHome() throws Exception {
    String text = text("COPY . /app");
    for (Optional<List<String>> bad :
        List.of(Optional.<List<String>>empty(), Optional.of(List.of("target")))) {
      Lint lint =
          Lint.of(Optional.empty(), Optional.of(dockerfile(text, bad)), List.of(), Set.of());
      assertThat(broken(lint)).containsExactly("SLIM015");
    }
    assertThat(broken(lint(text))).isEmpty();
    Lint narrow =
        Lint.of(
            Optional.empty(),
            Optional.of(dockerfile(text("COPY app.py /app/"), Optional.empty())),
            List.of(),
            Set.of());
    assertThat(broken(narrow)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SLIM004|{}|usr/bin/gcc=x usr/bin/git=x|usr/bin/less=x",
        "SLIM004|{}|opt/jdk/bin/javac=x|opt/jdk/bin/java=x",
        "SLIM006|{'User':'app','WorkingDir':'/app'}"
            + "|etc/passwd=app:x:999:999:a:/:/s 0755:app/|etc/passwd=app:x:999:999:a:/:/s 0757:app/",
        "SLIM007|{'Cmd':['python3','/a.py']}|a.py=import_flask;from.flask.app.run()"
            + "|a.py=from.flask.import",
        "SLIM007|{}|app/lib/spring-boot-devtools-3.4.jar=x|app/lib/spring-boot-3.4.jar=x",
        "SLIM007|{'Cmd':['/bin/sh','-c','exec\\tpython3\\ta.py'],'WorkingDir':'/w'}"
            + "|w/a.py=import_flask;from.flask.app.run()|w/a.py=from.flask.import",
        "SLIM007|{'Cmd':['npm','start'],'WorkingDir':'/w'}"
            + "|w/package.json={\"scripts\":{\"start\":\"nodemon\"}}"
            + "|w/package.json={\"scripts\":{\"start\":\"node\"}}",
        "SLIM010|{}|var/lib/apt/lists/deb_Packages=x|var/lib/apt/lists/lock=",
        "SLIM010|{}|root/.cache/pip/http/a=x|root/.cache/other/a=x",
        "SLIM010|{}|home/u/.npm/_cacache/a=x|home/u/.npm/a=x",
        "SLIM013|{}|usr/bin/sudo=x|usr/bin/su=x",
        "SLIM016|{}|0777:data/|1777:data/",
        "SLIM017|{}|4755:usr/bin/su=x|0755:usr/bin/su=x",
      })
  void aBadImageBreaksTheRuleAndAGoodOneDoesNot(
      String rule, String settings, String bad, String good) throws Exception {
    assertThat(broken(lint(image(settings, bad.split(" "))))).contains(rule);
    assertThat(broken(lint(image(settings, good.split(" "))))).doesNotContain(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SLIM005|{}|{'User':'app'}",
        "SLIM005|{'User':'admin'}|{'User':'app'}",
        "SLIM007|{'Env':['FLASK_ENV=development']}|{'Env':['FLASK_ENV=production']}",
        "SLIM008|{'Entrypoint':['java','-agentlib:jdwp=x','-jar','a']}|{'Entrypoint':['java','-jar','a']}",
        "SLIM009|{}|{'Healthcheck':{'Test':['CMD','/h']}}",
        "SLIM009|{'Healthcheck':{'Test':['NONE']}}|{'Healthcheck':{'Test':['CMD-SHELL','h']}}",
        "SLIM011|{'Env':['API_KEY=x']}|{'Env':['API_KEY=']}",
        "SLIM014|{'ExposedPorts':{'20-25/tcp':{}}}|{'ExposedPorts':{'22/udp':{}}}",
      })
  void settingsOfAnImageAreHeldAgainstTheRules(String rule, String bad, String good)
      throws Exception {
    String accounts = "etc/passwd=admin:x:0:0:a:/:/s\napp:x:9:9:a:/:/s";
    assertThat(broken(lint(image(bad, accounts)))).contains(rule);
    assertThat(broken(lint(image(good, accounts)))).doesNotContain(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CMD [\"python\", \"app.py\"]|import flask; app.run(debug=True)|import flask",
        "WORKDIR /srv;;CMD python ./app.py|import flask; app.run()|print(1)",
        "CMD [\"npm\", \"start\"]|{\"scripts\":{\"start\":\"nodemon a.js\"}}"
            + "|{\"scripts\":{\"start\":\"node a.js\"}}",
      })
  void withoutAnImageTheScriptIsReadFromTheContext(String command, String bad, String good)
      throws Exception {
    assertThat(broken(lint(command, bad))).containsExactly("SLIM007");
    assertThat(broken(lint(command, good))).isEmpty();
  }

  private static Lint lint(String lines, String content) throws Exception {
    LintDockerfile dockerfile =
        new LintDockerfile(
            "Dockerfile",
            Dockerfile.parse(text(lines)),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            context(content));
    return Lint.of(Optional.empty(), Optional.of(dockerfile), List.of(), Set.of());
  }

  @Test
  void springsDevtoolsAreFoundInAnExecutableArchive() throws Exception {
    for (String name :
        List.of(
            "BOOT-INF/lib/spring-boot-devtools-3.4.1.jar", "BOOT-INF/lib/spring-boot-3.4.jar")) {
      Path jar = temp.resolve("app.jar");
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(1981, 1, 1, 0, 0));
        zip.putNextEntry(entry);
      }
      String content = Files.readString(jar, StandardCharsets.ISO_8859_1);
      assertThat(content.chars()).allMatch(c -> c < 128); // so that UTF-8 writes the same bytes

      Lint lint = lint(image("{}", "app/app.jar=" + content, "app/none.jar=x"));

      assertThat(lint.findings())
          .filteredOn(finding -> finding.id().equals("SLIM007"))
          .extracting(finding -> finding.path().orElse(""), Lint.Finding::reason)
          .containsExactlyElementsOf(
              name.contains("devtools")
                  ? List.of(tuple("/app/app.jar", "Spring's devtools are in it, '" + name + "'"))
                  : List.of());
    }
  }

  @Test
  void aKubernetesProbeIsAHealthCheck() throws Exception {
    LintDockerfile dockerfile =
        dockerfile(text("HEALTHCHECK NONE").replace("HEALTHCHECK NONE", ""), Optional.empty());
    for (String probe :
        List.of(
            "        livenessProbe:\n          httpGet:",
            "      - readinessProbe: {}",
            "{\"startupProbe\": {}}",
            "{{ if .Values.probe }}\n  livenessProbe: {{ .Values.probe }}\n{{ end }}")) {
      assertThat(
              Lint.of(
                      Optional.empty(),
                      Optional.of(dockerfile),
                      List.of(new LintManifest("a", "kind: Service"), new LintManifest("b", probe)),
                      Set.of())
                  .findings())
          .isEmpty();
    }
    Lint lint =
        Lint.of(
            Optional.empty(),
            Optional.of(dockerfile),
            List.of(new LintManifest("app.yaml", "kind: Pod # livenessProbe: is missing")),
            Set.of());
    assertThat(lint.findings())
        .extracting(Lint.Finding::reason)
        .containsExactly("no HEALTHCHECK is set, and no container is probed in 'app.yaml'");
  }

  @Test
  void everyRuleHasABadAndAGoodExampleHereAndARowInThePage() throws Exception {
    Set<String> examples = new TreeSet<>(Set.of("SLIM015")); // has a test of its own
    for (Method method : LintTest.class.getDeclaredMethods()) {
      CsvSource source = method.getAnnotation(CsvSource.class);
      if (source != null) {
        for (String example : source.value()) {
          examples.add(example.substring(0, 7));
        }
      }
    }
    String page = Files.readString(Path.of("src/site/markdown/lint.md"));
    for (LintRule rule : LintRule.values()) {
      assertThat(examples).contains(rule.name());
      assertThat(page)
          .containsPattern(
              "\n"
                  + Pattern.quote(
                      "| `%s` | %s | %s | ".formatted(rule, rule.severity().label(), rule.about()))
                  + ".* \\| "
                  + Pattern.quote(rule.remedy() + " |"));
    }
  }

  @Test
  void theHistoryIsLookedAtForSecretsAndDownloads() throws Exception {
    Image image =
        XrayImages.image(
            config(
                "{'history':[{'created_by':'|1 NPM_TOKEN=hunter2 /bin/sh -c npm ci'},"
                    + "{'created_by':'ADD http://example.com/a /a # buildkit'}]}"));

    Lint lint = lint(image);

    assertThat(broken(lint)).contains("SLIM011", "SLIM012");
    assertThat(lint.toString()).doesNotContain("hunter2");
  }

  /** Six practices of the article on Python images, and the multi-stage build that it shows. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "1 explicit and deterministic base image|SLIM001",
        "2 dependencies apart from sources|SLIM003",
        "3 multi-stage build|SLIM004",
        "4 least privilege, never root|SLIM005",
        "5 WSGI server for production|SLIM007",
        "6 handle unhealthy states|SLIM009",
        "7 fewer parts to patch: no package cache|SLIM010",
      })
  void theSevenPracticesOfThePythonArticle(String practice, String rule) throws Exception {
    String bad =
        """
        FROM python
        WORKDIR /usr/app
        COPY . .
        RUN apt-get update && apt-get install -y gcc
        RUN pip install -r requirements.txt
        CMD ["flask", "run"]
        """;
    String good =
        """
        FROM PIN AS build
        RUN apt-get install -y gcc
        WORKDIR /usr/app
        RUN python -m venv v
        COPY requirements.txt .
        RUN pip install -r requirements.txt
        FROM PIN
        WORKDIR /usr/app
        COPY --chown=999 --from=build /usr/app/v ./v
        COPY --chown=999 . .
        USER 999
        CMD ["gunicorn", "app:app"]
        HEALTHCHECK CMD curl -f http://localhost:5000/health
        """;
    assertThat(broken(lint(bad))).as(practice).contains(rule);
    assertThat(broken(lint(good.replace("PIN", PINNED)))).as(practice).isEmpty();
  }

  @Test
  void anIgnoredRuleIsNotApplied() throws Exception {
    Lint lint =
        Lint.of(
            Optional.empty(),
            Optional.of(dockerfile("FROM python", Optional.empty())),
            List.of(),
            EnumSet.of(LintRule.SLIM005, LintRule.SLIM009));

    assertThat(broken(lint)).containsExactly("SLIM001");
    assertThat(lint.ignored()).containsExactly("SLIM005", "SLIM009");
    assertThat(lint.rules()).hasSize(LintRule.values().length - 2);
  }

  @Test
  void theImageDecidesAndTheDockerfileTellsTheLine() throws Exception {
    Image image = image("{'User':'0','Env':['API_KEY=x']}");

    Lint lint =
        Lint.of(
            Optional.of(image),
            Optional.of(dockerfile("FROM " + PINNED + "\nENV API_KEY=y\nUSER 0", Optional.empty())),
            List.of(),
            Set.of());

    assertThat(lint.findings())
        .filteredOn(finding -> Set.of("SLIM005", "SLIM011").contains(finding.id()))
        .extracting(finding -> finding.line().orElse(0))
        .containsExactly(3, 2);
  }

  @Test
  void findingsOfARuleAreBoundedAndCounted() throws Exception {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      entries.add("4755:bin/p" + i + "=x");
    }

    Lint lint = lint(image("{}", entries.toArray(String[]::new)));

    assertThat(lint.findings()).filteredOn(f -> f.id().equals("SLIM017")).hasSize(20);
    assertThat(lint.rules()).contains(checked(50));
  }

  private static Lint.Checked checked(int findings) {
    LintRule rule = LintRule.SLIM017;
    return new Lint.Checked(rule.name(), rule.severity(), rule.about(), findings);
  }

  @Test
  void aCacheThatALaterLayerDeletesIsStillInItsOwn() throws Exception {
    Layer one = XrayImages.layer(temp.resolve("0.tar"), "root/.cache/pip/a=12345");
    Layer two = XrayImages.layer(temp.resolve("1.tar"), "root/.wh..cache=");

    Lint lint = lint(XrayImages.image(config("{}"), one, two));

    assertThat(lint.findings())
        .filteredOn(finding -> finding.id().equals("SLIM010"))
        .extracting(finding -> finding.path().orElse(""), Lint.Finding::reason)
        .containsExactly(tuple("/root/.cache/pip", "layer 0 has 1 files of pip there, 5 bytes"));
  }

  @Test
  @Timeout(60)
  void aHostileConfigTakesNeitherTimeNorStack() throws Exception {
    String long1 = "ADD " + "--a=b ".repeat(200_000);
    String long2 = "|1 " + "A=b ".repeat(200_000);
    String command = "flask uvicorn node php ".repeat(50_000);
    Image image =
        XrayImages.image(
            config(
                "{'history':[{'created_by':'%s'},{'created_by':'%s'}],".formatted(long1, long2)
                    + "'config':{'Cmd':['%s'],'Env':['A=%s'],'User':'%s','WorkingDir':'../x'}}"
                        .formatted(command, command, "0".repeat(100_000) + "x")));

    Lint lint = lint(image);

    assertThat(lint.findings()).allMatch(finding -> finding.reason().length() <= 503);
    assertThat(broken(lint)).contains("SLIM009").doesNotContain("SLIM007", "SLIM012");
  }

  private Image image(String settings, String... entries) throws Exception {
    return XrayImages.image(
        config("{'config':" + settings + "}"),
        XrayImages.layer(temp.resolve("layer.tar"), entries));
  }
}
