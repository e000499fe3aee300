#include "tests/unit/fuzz/campaign_support.hpp"

#include <csignal>

#include <unistd.h>

#include "bench/language/load.hpp"
#include "client_under_test/end_signals.hpp"
#include "fuzz/campaign/generator.hpp"
#include "fuzz/campaign/workers.hpp"

using namespace fuzz_campaign_support;

// A campaign from its first try to what it leaves in its folder.

TEST_CASE("a campaign finds where the naive client hangs, and each finding is a scenario that fails", "[fuzz]") {
  const Folder folder;
  const auto result = fz::run_campaign(campaign("naive-connect", folder.path(), 100));
  REQUIRE(result);
  CHECK(result->progress.runs == 100);
  CHECK(result->progress.unusable == 0);
  // It never gives anything back: nothing that fuzzing would have to find.
  CHECK(result->usual ==
        std::vector<std::string>{"leak: a client id of WDS isn't released", "leak: a call isn't stopped"});
  std::size_t hangs = 0;
  for (const auto& finding : result->findings) {
    CAPTURE(finding.file);
    CHECK(finding.repeatable);
    CHECK(finding.shown >= 1);
    const auto text = content_of(finding.file);
    CHECK(text.find("# " + finding.kind + ": " + finding.cause + "\n") == 0);
    const auto again = run_text(text, finding.file);
    CHECK(again.judgement.verdict == mb::bench::Verdict::failed);
    if (finding.kind == "hang") ++hangs;
    // As small as it gets: without any of its twists it isn't there.
    const auto what = fz::read_try(text, finding.file);
    REQUIRE(what);
    CHECK(what->twists.size() == 1);
  }
  CHECK(hangs >= 2);
}

TEST_CASE("a campaign of the reference client finds nothing", "[fuzz]") {
  const Folder folder;
  const auto result = fz::run_campaign(campaign("reference-connect", folder.path(), 100));
  REQUIRE(result);
  for (const auto& finding : result->findings) UNSCOPED_INFO(content_of(finding.file));
  CHECK(result->findings.empty());
  CHECK(result->progress.behaviours > 30);
}

TEST_CASE("the same seed gives the same digest, however many processes it is run by; another one another", "[fuzz]") {
  std::vector<std::string> digests;
  for (const auto& [seed, jobs] : {std::pair{1U, 1U}, {1U, 3U}, {2U, 1U}}) {
    const Folder folder;
    auto one = campaign("naive-connect", folder.path(), 70, jobs);
    one.seed = seed;
    const auto result = fz::run_campaign(one);
    REQUIRE(result);
    digests.push_back(result->digest);
  }
  CHECK(digests[0] == digests[1]);
  CHECK(digests[0] != digests[2]);
}

TEST_CASE("a campaign goes on with the corpus of the one before", "[fuzz]") {
  const Folder folder;
  const auto first = fz::run_campaign(campaign("reference-connect", folder.path(), 40));
  REQUIRE(first);
  const auto kept = folder.files("corpus").size();
  CHECK(kept == first->progress.corpus);
  CHECK(kept > 0);
  auto again = campaign("reference-connect", folder.path(), 10);
  again.seed = 9;
  const auto second = fz::run_campaign(again);
  REQUIRE(second);
  CHECK(second->progress.corpus >= kept);
  CHECK(folder.files("corpus").size() == second->progress.corpus);

  std::ofstream(folder.path() + "/corpus/000000-mine.yaml") << "when: [nonsense]\n";
  const auto broken = fz::run_campaign(again);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().find("000000-mine.yaml") != std::string::npos);
}

TEST_CASE("what keeps a campaign from running is said", "[fuzz]") {
  const Folder folder;
  auto impossible = campaign("reference-connect", folder.path(), 1);
  impossible.folder = "/proc/nowhere";
  CHECK(fz::run_campaign(impossible).error().find("/proc/nowhere/corpus: ") == 0);

  auto silent = campaign("reference-connect", folder.path(), 1);
  silent.run = [](const std::string&, const std::string&) { return cut::RunResult{}; };
  CHECK(fz::run_campaign(silent).error() == "the client asked the modem nothing: there is nothing to change");

  silent.run = [](const std::string&, const std::string&) {
    cut::RunResult result;
    result.judgement.verdict = mb::bench::Verdict::skipped;
    result.why = "there is no such program";
    return result;
  };
  CHECK(fz::run_campaign(silent).error() == "skipped: there is no such program");
}

TEST_CASE("a bench that dies over a try is a finding, too", "[fuzz]") {
  const Folder folder;
  auto fragile = campaign("reference-connect", folder.path(), 40);
  fragile.run = [](const std::string& text, const std::string& file) {
    // As if the emulator couldn't bear a message that is sent twice.
    if (text.find("repeat") != std::string::npos) raise(SIGKILL);
    return run_text(text, file);
  };
  const auto result = fz::run_campaign(fragile);
  REQUIRE(result);
  REQUIRE(result->findings.size() == 1);
  CHECK(result->findings[0].kind == "emulator");
  CHECK(result->findings[0].cause == "the bench's own process ended: killed by signal 9 (Killed)");
  CHECK(content_of(result->findings[0].file).find("repeat: ") != std::string::npos);
}

TEST_CASE("every try that is drawn is a scenario", "[fuzz]") {
  const fz::Generator generator(fz::steps_of(healthy_run("reference-connect").trace));
  fz::Scene scene;
  scene.client = "reference-connect";
  fz::Random random(3);
  std::vector<fz::Try> corpus;
  for (int i = 0; i < 150; ++i) {
    const auto drawn = generator.draw(corpus, random);
    if (i % 10 == 0) corpus.push_back(drawn);
    REQUIRE(!drawn.twists.empty());
    REQUIRE(drawn.twists.size() <= fz::Generator::kMaxTwists);
    const auto text = fz::to_yaml(scene, drawn, "A try.", {"client: exits"});
    const auto loaded = mb::bench::load_scenarios(text, "try.yaml", {});
    if (!loaded) FAIL(loaded.error().front().to_string() << "\n" << text);
  }
}

TEST_CASE("workers do orders in any order and give what came of them in theirs", "[fuzz]") {
  fz::Workers workers(3, std::chrono::hours(1), [](const std::string& order) {
    if (order == "die") raise(SIGKILL);
    return order + "!";
  });
  const auto never = [] { return false; };
  for (int round = 0; round < 2; ++round) {
    const auto outcomes = workers.run({"a", "die", "b", std::string(1 << 20, 'x'), "", "c"}, never);
    REQUIRE(outcomes.size() == 6);
    CHECK(outcomes[0].answer == "a!");
    CHECK_FALSE(outcomes[1].answer);
    CHECK(outcomes[1].died == "killed by signal 9 (Killed)");
    CHECK(outcomes[3].answer->size() == (1 << 20) + 1);
    CHECK(outcomes[4].answer == "!");
    CHECK(outcomes[5].answer == "c!");
  }
  CHECK(workers.run({"a", "b"}, [] { return true; }).empty());
  CHECK(workers.interrupted_by() == 0);
}

TEST_CASE("a worker that hangs, stopped or busy, is killed, and the others' orders are done", "[fuzz]") {
  fz::Workers workers(2, std::chrono::milliseconds(20), [](const std::string& order) {
    if (order == "stop") raise(SIGSTOP);
    while (order == "hang") {
    }
    return order + "!";
  });
  const auto never = [] { return false; };
  const auto outcomes = workers.run({"stop", "hang"}, never);
  REQUIRE(outcomes.size() == 2);
  CHECK(outcomes[0].died == "killed, since it hung");
  CHECK(outcomes[1].died == "killed, since it hung");
}

TEST_CASE("an end signal ends workers, also those that don't heed it, and stays to be seen", "[fuzz]") {
  cut::EndSignals signals;
  fz::Workers workers(2, std::chrono::hours(1), [](const std::string& order) {
    if (order == "hang") kill(getppid(), SIGTERM);
    while (order == "hang") {
    }
    return order + "!";
  });
  const auto outcomes = workers.run({"hang", "hang"}, [] { return false; });
  CHECK(workers.interrupted_by() == SIGTERM);
  for (const auto& outcome : outcomes) CHECK_FALSE(outcome.answer);
  CHECK(workers.run({"a"}, [] { return false; }).empty());
  CHECK(signals.take() == SIGTERM);
  CHECK(signals.take() == 0);
}
