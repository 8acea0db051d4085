import { expect, test } from "vitest";
import { writeCsv } from "#domain/csv";

test("lines end as RFC 4180 has it, and what would break a cell is quoted", () => {
  expect(
    writeCsv(
      ["name", "n"],
      [
        ['a "b", c', 1],
        ["two\nlines", -2],
        [null, 0.5],
      ],
    ),
  ).toBe('name,n\r\n"a ""b"", c",1\r\n"two\nlines",-2\r\n,0.5\r\n');
});

test.each(["=1+1", "+1", "-1", "@sum(a1)", "\t=1", "\r=1", " =1", "\uff1d1", "%0a", "|calc"])(
  "%j is no formula in any spreadsheet",
  (text) => {
    const cell = writeCsv([], [[text]])
      .trimStart()
      .replaceAll(/^"|"\r\n$/g, "");
    expect(cell.startsWith("'"), cell).toBe(true);
  },
);

test("numbers and plain texts are left alone", () => {
  expect(writeCsv(["a-b"], [[-1], ["free-month"], ["a=b"]])).toBe("a-b\r\n-1\r\nfree-month\r\na=b\r\n");
});
