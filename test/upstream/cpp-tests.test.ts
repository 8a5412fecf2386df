import { expect, it } from 'vitest';
import { summary } from './assertions.ts';
import { cppTokens } from './cpp-tokens.ts';
import { readCppTests } from './cpp-tests.ts';
import { runLoaderTest } from './loader-corpus.ts';

const source = String.raw`
#define IGNORED "a \
  b"
static std::string base = "- macro: m\n" /* one text */ "  condition: proc.name = a\n";
// TEST(commented, out) {}
TEST_F(engine, loads) {
  std::string text = base + R"END(
- rule: r
  desc: d
  condition: m and evt.type = "open"
  output: o
  priority: INFO
)END";
  ASSERT_TRUE(load_rules(text, "a.yaml")) << "ignored, (too";
  ASSERT_EQ(get_compiled_rule_condition("r"), "(proc.name = a and evt.type = open)");
  ASSERT_EQ(get_compiled_rule_condition("r"), "other");
  ASSERT_VALIDATION_STATUS(yaml_helper::validation_ok);
  if(x) { EXPECT_TRUE(has_warnings()); }
  EXPECT_EQ(num_rules_for_ruleset(), 1);
  EXPECT_EQ(something_else(), 1);
}
TEST(engine, refuses) {
  ASSERT_FALSE(load_rules("- rule: r", "a.yaml"));
  ASSERT_TRUE(check_error_message("Item has no mapping for key"));
  ASSERT_TRUE(load_rules("- list: l", "a.yaml"));
}
`;

it('reads the tokens of C++', () => {
  const tokens = cppTokens(String.raw`f("a\x41\n\"" "b", 'c', 1.5) // no more`);
  expect(tokens.map(({ value }) => value)).toEqual(['f', '(', 'aA\n"b', ',', "'c'", ',', '1.5', ')']);
});

it('does what tests in C++ do, and says which expectations are met', () => {
  const { tests, texts } = readCppTests(source);
  expect(tests.map(({ suite, name }) => `${suite}.${name}`)).toEqual(['engine.loads', 'engine.refuses']);
  const outcomes = tests.flatMap((test) => runLoaderTest(test, texts));
  expect(outcomes.map(({ verdict }) => verdict)).toEqual([
    'pass',
    'pass',
    'miss',
    'pass',
    'miss',
    'pass',
    'unread',
    'pass',
    'pass',
    'miss',
  ]);
  expect(summary('Some', outcomes).split('\n')).toEqual([
    'Some: 6 of 9 expectations met, 1 cannot be asked of us',
    '  loads: ASSERT_EQ(get_compiled_rule_condition("r"),"other"), but it is (proc.name = a and evt.type = open)',
    '  loads: EXPECT_TRUE(has_warnings()), but nothing was said',
    expect.stringMatching(/^ {2}refuses: ASSERT_TRUE\(load_rules\(.*, but LOAD_ERR_YAML_VALIDATE /),
  ]);
});
