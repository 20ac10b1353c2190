"""OpenSSL's command line and ours take each other's keys and signatures (SAF-310); private keys
stay with their owner (SAF-319), and what the development key signs is named so (SAF-320).

openssl_test.py --homeostat CLI
"""
import argparse
import json
import pathlib
import re
import stat
import subprocess
import sys
import tempfile
import unittest

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
SIGNATURE, HEADER = 32, 96
PROGRAM = "epilepsy/responsive"


def ask(*words, **options):
    return subprocess.run(list(map(str, words)), capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60,
                          **options)


def der_number(value):
    body = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return b"\2" + bytes([len(body)]) + body


def der(raw):
    body = b"".join(der_number(int.from_bytes(half, "big")) for half in (raw[:32], raw[32:]))
    return b"\x30" + bytes([len(body)]) + body


def raw(signature):
    """r and low s of a DER signature."""
    lengths = signature[3], signature[5 + signature[3]]
    r = int.from_bytes(signature[4:4 + lengths[0]], "big")
    s = int.from_bytes(signature[6 + lengths[0]:][:lengths[1]], "big")
    return r.to_bytes(32, "big") + min(s, ORDER - s).to_bytes(32, "big")


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.key, self.image = self.folder / "key.pem", self.folder / "p.hsp"

    def good(self, *words):
        run = ask(*words)
        self.assertEqual((0, ""), (run.returncode, run.stderr), words)
        return run.stdout

    def ours(self, *words):
        return self.good(options.homeostat, *words)

    def refused(self, *words):
        """One line, and the user's mistake."""
        run = ask(options.homeostat, *words)
        self.assertEqual((2, 1, ""), (run.returncode, run.stderr.count("\n"), run.stdout), run.stderr)
        return run.stderr

    def compiled(self, *words):
        self.ours("compile", PROGRAM, "-o", self.image, *words)
        return self.image.read_bytes()

    def verdict(self, *words):
        return json.loads(ask(options.homeostat, "image", "show", "--json", self.image, *words).stdout)

    def signed_part(self, image):
        data = self.folder / "signed"
        data.write_bytes(image[:SIGNATURE] + image[HEADER:])
        return data

    def openssl(self, *words):
        run = ask("openssl", *words)
        self.assertEqual(0, run.returncode, run.stderr)
        return run.stdout

    def openssl_key(self, *words):
        self.openssl(*words, "-out", self.key)


class Openssl(Case):
    def test_it_verifies_what_we_sign(self):
        self.ours("key", "new", "--out", self.key)
        public, signature = self.folder / "public.pem", self.folder / "signature"
        public.write_text(self.ours("key", "show", self.key).split("\n", 1)[1])
        image = self.compiled("--key", self.key)
        signature.write_bytes(der(image[SIGNATURE:HEADER]))
        check = ["dgst", "-sha256", "-verify", public, "-signature", signature]
        self.assertEqual("Verified OK\n", self.openssl(*check, self.signed_part(image)))
        altered = image[:-1] + bytes([image[-1] ^ 1])
        self.assertNotEqual(0, ask("openssl", *check, self.signed_part(altered)).returncode)

    def test_we_verify_what_it_signs(self):
        self.ours("key", "new", "--out", self.key)
        image, signature = self.compiled("--key", self.key), self.folder / "signature"
        self.openssl("dgst", "-sha256", "-sign", self.key, "-out", signature, self.signed_part(image))
        theirs = raw(signature.read_bytes())
        self.assertNotEqual(theirs, image[SIGNATURE:HEADER])
        self.image.write_bytes(image[:SIGNATURE] + theirs + image[HEADER:])
        self.assertTrue(self.verdict("--key", self.key)["accepted"])

    def test_its_keys_sign_in_each_of_their_forms(self):
        for words in (["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
                      ["ecparam", "-genkey", "-name", "prime256v1", "-noout"],
                      ["ecparam", "-genkey", "-name", "prime256v1"]):
            self.openssl_key(*words)
            self.compiled("--key", self.key)
            self.assertTrue(self.verdict("--key", self.key)["accepted"])

    def test_its_compressed_public_keys_are_trusted(self):
        self.openssl_key("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
        self.compiled("--key", self.key)
        public = self.folder / "public.pem"
        self.openssl("ec", "-in", self.key, "-pubout", "-conv_form", "compressed", "-out", public)
        self.assertTrue(self.verdict("--key", public)["accepted"])

    def test_other_keys_are_refused_in_one_line_and_nobody_is_asked(self):
        self.openssl_key("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384")
        self.assertIn("P-256", self.refused("compile", PROGRAM, "-o", self.image, "--key", self.key))
        self.openssl_key("genpkey", "-algorithm", "ED25519")
        self.assertIn("P-256", self.refused("key", "show", self.key))
        self.openssl_key("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-aes128", "-pass", "pass:x")
        self.assertIn("passphrase", self.refused("compile", PROGRAM, "-o", self.image, "--key", self.key))
        self.key.write_text("no key\n")
        self.assertIn("no key", self.refused("key", "show", self.key))
        self.assertIn("key new", self.refused("key", "show", self.key))
        self.assertIn("cannot be read", self.refused("key", "show", self.folder / "nowhere"))
        self.assertFalse(self.image.exists())


class Keys(Case):
    def test_a_new_key_is_its_owners_alone_whatever_the_umask(self):
        for umask in (0o000, 0o022, 0o277):
            key = self.folder / f"{umask}.pem"
            self.assertEqual(0, ask(options.homeostat, "key", "new", "--out", key, umask=umask).returncode)
            self.assertEqual(0o600, stat.S_IMODE(key.stat().st_mode))

    def test_a_key_is_never_overwritten(self):
        self.ours("key", "new", "--out", self.key)
        before = self.key.read_bytes()
        self.assertIn("never overwritten", self.refused("key", "new", "--out", self.key))
        self.assertIn("the key", self.refused("compile", PROGRAM, "-o", self.key, "--key", self.key))
        self.assertEqual(before, self.key.read_bytes())
        self.assertIn("cannot be written", self.refused("key", "new", "--out", self.folder / "nowhere" / "k"))

    def test_no_command_tells_private_parts(self):
        told = self.ours("key", "new", "--out", self.key) + self.ours("key", "show", self.key)
        told += self.ours("compile", PROGRAM, "-o", self.image, "--key", self.key)
        told += self.ours("image", "show", self.image, "--key", self.key)
        private = re.search(r"priv:(.*)pub:", self.openssl("ec", "-in", self.key, "-noout", "-text"), re.S).group(1)
        scalar = bytes.fromhex(re.sub(r"[\s:]", "", private))[-32:]
        self.assertNotIn(scalar, self.image.read_bytes())
        self.assertNotIn(scalar.hex(), told.lower())
        for line in self.key.read_text().splitlines()[1:2]:
            self.assertNotIn(line, told)
        self.assertNotIn("PRIVATE", told)

    def test_a_public_key_shows_and_trusts_but_does_not_sign(self):
        self.ours("key", "new", "--out", self.key)
        shown, public = self.ours("key", "show", self.key), self.folder / "public.pem"
        public.write_text(shown.split("\n", 1)[1])
        self.compiled("--key", self.key)
        self.assertEqual(shown.split("\n", 1)[1], self.ours("key", "show", public).split("\n", 1)[1])
        self.assertTrue(self.verdict("--key", public)["accepted"])
        self.assertIn("cannot sign", self.refused("compile", PROGRAM, "-o", self.image, "--key", public))


class DevelopmentKey(Case):
    def test_it_signs_where_no_other_is_given_and_is_named(self):
        told = self.ours("compile", PROGRAM, "-o", self.image)
        self.assertRegex(told, r": \d+ bytes, counter 1, signed with development key [0-9a-f]{16}\n$")
        self.assertIn("development key", self.verdict()["key"])
        self.assertIn("development key", self.ours("check", self.image))
        self.assertTrue(self.verdict()["accepted"])

    def test_no_other_key_has_its_name(self):
        self.ours("key", "new", "--out", self.key)
        told = self.ours("compile", PROGRAM, "-o", self.image, "--key", self.key)
        self.assertIn("signed with key key.pem", told)
        self.assertIn("unknown key", self.verdict()["key"])
        self.assertEqual("refused", self.verdict()["checks"]["key"])
        check = ask(options.homeostat, "check", self.image)
        self.assertEqual((2, 1), (check.returncode, check.stdout.count("\n")))
        self.assertIn("unknown key", check.stdout)


class Images(Case):
    def test_equal_programs_and_counters_differ_in_the_signature_alone(self):
        first, second = self.compiled(), self.compiled()
        self.assertNotEqual(first, second)
        self.assertEqual(first[:SIGNATURE] + first[HEADER:], second[:SIGNATURE] + second[HEADER:])

    def test_what_is_asked_for_wrongly_is_one_line(self):
        self.assertIn("4294967295", self.refused("compile", PROGRAM, "-o", self.image, "--counter", "4294967296"))
        self.assertIn("no such file", self.refused("image", "show", self.folder / "nowhere.hsp"))
        self.assertIn("not a plain file", self.refused("image", "show", self.folder))
        self.assertFalse(self.image.exists())

    def test_a_program_that_breaks_a_rule_is_not_compiled(self):
        bad = self.folder / "bad.textproto"
        bad.write_text("schema_version: 1\n")
        self.assertIn("bad.textproto", self.refused("compile", bad, "-o", self.image))
        self.assertFalse(self.image.exists())

    def test_a_check_that_fails_is_shown_and_stops_the_rest(self):
        image = bytearray(self.compiled("--counter", "7"))
        self.assertEqual("refused", self.verdict("--lowest-counter", "8")["checks"]["counter"])
        image[-1] ^= 1
        self.image.write_bytes(image)
        shown = ask(options.homeostat, "image", "show", self.image)
        self.assertEqual(2, shown.returncode)
        self.assertRegex(shown.stdout, r"length +ok\n +crc32 +refused\n +key +not reached")
        self.assertEqual(2, ask(options.homeostat, "check", self.image).returncode)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--homeostat", required=True)
    options, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
