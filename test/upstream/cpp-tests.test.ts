import { expect, it } from 'vitest';
import { summary } from './assertions.ts';
import { cppTokens } from './cpp-tokens.ts';
import { readCppTests } from './cpp-tests.ts';
import { runEvaluationTest } from './evaluation-corpus.ts';
import { runFormatTest } from './format-corpus.ts';
import { runLoaderTest } from './loader-corpus.ts';
import { runParserTest } from './parser-corpus.ts';

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

it.each([
  ['test_accept("a and b")', ['pass', 'pass', 'pass', 'pass']],
  ['test_accept("a andb")', ['miss', 'miss', 'miss', 'miss']],
  ['test_reject("a andb")', ['pass']],
  ['test_reject("a and b")', ['miss']],
  ['test_reject_msg(std::string(500, \'(\'), "exceeded max depth limit of 100")', ['pass']],
  ['test_reject_msg("a andb", "something")', ['miss']],
  ['test_equal_ast("not a", not_expr::create(identifier_expr::create("a")))', ['pass']],
  ['test_equal_ast("a", not_expr::create(identifier_expr::create("a")))', ['miss']],
  ['test_accept("a \\n", &pos); EXPECT_EQ(pos.line, 2); EXPECT_EQ(pos.idx, 7)', ['pass', 'pass', 'miss']],
  ['parser p("a.b=c"); EXPECT_EQ(as_string(e.get()), "a.b = c")', ['pass']],
  ['parser p("a.b=c"); EXPECT_STREQ(pv.as_string().c_str(), "binary0 1 1field0 1 1value4 1 4")', ['miss']],
])('compares what the parser says: %s', (code, verdicts) => {
  const [test] = readCppTests(`TEST(parser, some) { ${code}; }`).tests;
  expect(test && runParserTest(test, new Map()).map(({ verdict }) => verdict)).toEqual(verdicts);
});

it.each([
  ['EXPECT_TRUE(eval_filter(evt, "proc.name = init"))', 'pass'],
  ['EXPECT_TRUE(eval_filter(evt, "proc.name = other"))', 'miss'],
  ['EXPECT_FALSE(eval_filter(evt, "proc.name = "))', 'miss'],
  ['EXPECT_THROW(eval_filter(evt, "proc.name = "), sinsp_exception)', 'pass'],
  ['ASSERT_FALSE(filter_compiles("proc.pid = a"))', 'pass'],
  ['test_filter_run(false, "c.true=1")', 'miss'],
  ['test_filter_compile(factory, "evt.source = evt.type", false, 1)', 'pass'],
  ['test_filter_compile(factory, "evt.source = evt.type")', 'miss'],
  ['EXPECT_TRUE(other)', 'unread'],
])('compares what conditions say: %s', (code, verdict) => {
  const [test] = readCppTests(`TEST_F(input, some) { ${code}; }`).tests;
  expect(test && runEvaluationTest(test, new Map()).map((outcome) => outcome.verdict)).toEqual([verdict]);
});

it.each([
  ['format("a %proc.name"); EXPECT_EQ(m_last_output, "a init")', 'pass'],
  ['format("a %proc.name"); EXPECT_EQ(m_last_output, "a %proc.name")', 'miss'],
  ['format("a %proc.name"); EXPECT_EQ(m_last_field_values["proc.name"], "init")', 'pass'],
  ['EXPECT_THROW(format("%proc.name"), sinsp_exception)', 'miss'],
  ['format("%evt.asynctype"); EXPECT_EQ(m_last_output, "")', 'unread'],
])('compares what formats say: %s', (code, verdict) => {
  const [test] = readCppTests(`TEST_F(formatter, some) { ${code}; }`).tests;
  expect(test && runFormatTest(test).map((outcome) => outcome.verdict)).toEqual([verdict]);
});
