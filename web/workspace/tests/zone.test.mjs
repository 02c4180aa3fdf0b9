import assert from "node:assert/strict";
import test from "node:test";
import { from_field, instant_of, offset_at, to_field, to_iso, zone_name } from "../src/time/zone.ts";

const at = (iso) => Date.parse(iso);

test("a wall clock time is the instant at which that zone's clock shows it", () => {
  assert.equal(to_iso(from_field("2026-11-25T14:30", "Asia/Tokyo")), "2026-11-25T05:30:00Z");
  assert.equal(to_iso(from_field("2026-07-01T09:00", "America/New_York")), "2026-07-01T13:00:00Z");
  assert.equal(to_iso(from_field("2026-01-01T00:15", "Asia/Kathmandu")), "2025-12-31T18:30:00Z");
});

test("in a fold the first of the two, in a gap the gap's end", () => {
  const wall = (day, hour, minute) => ({ year: 2026, month: day[0], day: day[1], hour, minute });
  // New York sets back at 2:00 daylight time on 1 November, forward at 2:00 on 8 March.
  assert.equal(to_iso(instant_of(wall([11, 1], 1, 30), "America/New_York")), "2026-11-01T05:30:00Z");
  assert.equal(to_iso(instant_of(wall([3, 8], 2, 30), "America/New_York")), "2026-03-08T07:00:00Z");
  // Lord Howe Island moves by half an hour.
  assert.equal(to_iso(instant_of(wall([10, 4], 2, 15), "Australia/Lord_Howe")), "2026-10-03T15:30:00Z");
});

test("the field's text and the instant are inverse outside folds", () => {
  for (const zone of ["Asia/Tokyo", "Europe/Berlin", "Australia/Sydney", "America/St_Johns"]) {
    for (const iso of ["2026-02-28T23:59:00Z", "2026-06-15T12:00:00Z", "2026-12-31T23:30:00Z"]) {
      assert.equal(from_field(to_field(at(iso), zone), zone), at(iso), `${iso} in ${zone}`);
    }
  }
});

test("what is no time of a field is none", () => {
  assert.equal(from_field("", "Asia/Tokyo"), null);
  assert.equal(from_field("tomorrow", "Asia/Tokyo"), null);
});

test("zones are said by the name their people use, else by their offset", () => {
  assert.equal(zone_name(at("2026-11-25T00:00:00Z"), "Asia/Tokyo"), "JST");
  assert.equal(zone_name(at("2026-07-01T00:00:00Z"), "America/Los_Angeles"), "PDT");
  assert.equal(zone_name(at("2026-01-01T00:00:00Z"), "Australia/Sydney"), "AEDT");
  assert.equal(zone_name(at("2026-01-01T00:00:00Z"), "Asia/Kathmandu"), "UTC+5:45");
  assert.equal(offset_at(at("2026-01-01T00:00:30Z"), "Asia/Kathmandu"), 20700000);
});
