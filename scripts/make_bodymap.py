#!/usr/bin/env python3
"""Draws the body map: templates of the two figures, their legend and the same regions as a list. Standard library only.

    python scripts/make_bodymap.py [OUT_DIR]

How it works
  One half of the body is drawn with smooth curves and mirrored. Coordinates: x runs from the midline (0) to the
  side, y from the crown (0) to the toes (about 1020); a head is 133 high, the figure 7.5 heads tall.
  1. SILHOUETTE: curves through a few points each; every view shares them (front and back have one outline).
  2. BORDERS: curves inside, from a mark on one curve to a mark on another.
  3. REGIONS: each region is a ring of pieces of those curves, (curve, from mark, to mark). Neighbors use the very
     same piece, so no gap and no overlap can arise. The pieces used by one region only are the outline.
To move a contour, change its points; to move a border, change the height of its marks; to add a region, cut its
neighbor with a new border and name its ring, add its title and its id in knowledge/anatomy.yaml, then run the tests.

The files are Django templates without style: colors and widths stand in static/medmassage/bodymap.css, and what is
selected or a no-go area comes from the lists `selected` and `nogo` (ids of regions or of their bases).
"""

import itertools
import math
import sys
from pathlib import Path

CENTER, TOP = 250, 22  # where the midline and the crown lie in the drawing
WIDTH, HEIGHT = 500, 1066


# ---------------------------------------------------------------------------------------------------- curves
def spline(points, start=None, end=None):
    """Cubic Bézier pieces of the C2 spline through `points` (chord-length parameter).

    `start`, `end`: direction of the curve at its ends; without one the end is relaxed (no curvature).
    """
    n = len(points) - 1
    steps = [math.dist(points[i], points[i + 1]) for i in range(n)]
    slopes = []
    for axis in (0, 1):
        v = [p[axis] for p in points]
        lower, diag, upper, rhs = [0.0] * (n + 1), [0.0] * (n + 1), [0.0] * (n + 1), [0.0] * (n + 1)
        if start:
            diag[0], rhs[0] = 1, start[axis] / math.hypot(*start)
        else:
            diag[0], upper[0], rhs[0] = 2, 1, 3 * (v[1] - v[0]) / steps[0]
        if end:
            diag[n], rhs[n] = 1, end[axis] / math.hypot(*end)
        else:
            lower[n], diag[n], rhs[n] = 1, 2, 3 * (v[n] - v[n - 1]) / steps[n - 1]
        for i in range(1, n):
            a, b = steps[i - 1], steps[i]
            lower[i], diag[i], upper[i] = b, 2 * (a + b), a
            rhs[i] = 3 * (b * (v[i] - v[i - 1]) / a + a * (v[i + 1] - v[i]) / b)
        for i in range(1, n + 1):  # Thomas algorithm
            k = lower[i] / diag[i - 1]
            diag[i] -= k * upper[i - 1]
            rhs[i] -= k * rhs[i - 1]
        out = [0.0] * (n + 1)
        out[n] = rhs[n] / diag[n]
        for i in range(n - 1, -1, -1):
            out[i] = (rhs[i] - upper[i] * out[i + 1]) / diag[i]
        slopes.append(out)
    pieces = []
    for i in range(n):
        (x0, y0), (x3, y3), h = points[i], points[i + 1], steps[i] / 3
        c1 = (x0 + slopes[0][i] * h, y0 + slopes[1][i] * h)
        c2 = (x3 - slopes[0][i + 1] * h, y3 - slopes[1][i + 1] * h)
        pieces.append((points[i], c1, c2, points[i + 1]))
    return pieces


def at(piece, t):
    """The point of a Bézier piece at t (0 to 1)."""
    a, b, c, d = piece
    s = 1 - t
    return tuple(s**3 * a[k] + 3 * s * s * t * b[k] + 3 * s * t * t * c[k] + t**3 * d[k] for k in (0, 1))


def between(piece, t0, t1):
    """The part of a Bézier piece from t0 to t1 (de Casteljau, twice)."""

    def split(p, t):
        def mix(p, q):
            return tuple(p[k] + (q[k] - p[k]) * t for k in (0, 1))

        ab, bc, cd = mix(p[0], p[1]), mix(p[1], p[2]), mix(p[2], p[3])
        abc, bcd = mix(ab, bc), mix(bc, cd)
        m = mix(abc, bcd)
        return (p[0], ab, abc, m), (m, bcd, cd, p[3])

    if t1 < 1:
        piece = split(piece, t1)[0]
    if t0 > 0:
        piece = split(piece, t0 / t1)[1]
    return piece


class Curve:
    """A chain of Bézier pieces with named marks on it. A mark is a parameter: piece number + t."""

    def __init__(self, pieces):
        self.pieces = pieces
        self.marks = {"start": 0.0, "end": float(len(pieces))}

    def point(self, mark):
        u = self.marks[mark]
        i = min(int(u), len(self.pieces) - 1)
        return at(self.pieces[i], u - i)

    def mark(self, name, y=None, x=None, nth=0):
        """Name the nth place (-1: the last) where the curve passes the height y or the width x."""
        axis, value = (1, y) if x is None else (0, x)
        hits = []
        for i, piece in enumerate(self.pieces):
            n = 40
            for k in range(n):
                lo, hi = k / n, (k + 1) / n
                f0, f1 = at(piece, lo)[axis] - value, at(piece, hi)[axis] - value
                if f0 == 0 or f0 * f1 < 0:
                    for _ in range(50):
                        mid = (lo + hi) / 2
                        if (at(piece, mid)[axis] - value) * f0 > 0:
                            lo = mid
                        else:
                            hi = mid
                    hits.append(i + hi if f0 else i + k / n)
        if not -len(hits) <= nth < len(hits):
            raise SystemExit(f"mark {name!r}: the curve does not pass {'y' if axis else 'x'} = {value}")
        self.marks[name] = hits[nth]
        return self.point(name)

    def cut(self, a, b):
        """The atomic pieces from mark a to mark b, cut at every mark on the way, so that neighbors agree."""
        ua, ub = self.marks[a], self.marks[b]
        lo, hi = min(ua, ub), max(ua, ub)
        stops = sorted({lo, hi, *(u for u in self.marks.values() if lo < u < hi), *range(math.ceil(lo), int(hi) + 1)})
        out = []
        for u0, u1 in itertools.pairwise(stops):
            i = int(u0)
            if u1 - u0 > 1e-9:
                out.append(between(self.pieces[i], u0 - i, u1 - i))
        return out if ua <= ub else [p[::-1] for p in reversed(out)]


class Sketch:
    """All curves of a view by name."""

    def __init__(self):
        self.curves = {}

    def draw(self, name, *points, start=None, end=None):
        """A curve through points: (x, y), (x, y, 'corner') or 'curve.mark' for a mark that exists already."""
        runs, run = [], []
        for p in points:
            xy = self.where(p) if isinstance(p, str) else (float(p[0]), float(p[1]))
            run.append(xy)
            if len(p) == 3 and not isinstance(p, str):
                runs.append(run)
                run = [xy]
        runs.append(run)
        pieces = []
        for i, r in enumerate(runs):
            pieces += spline(r, start if i == 0 else None, end if i == len(runs) - 1 else None)
        self.curves[name] = Curve(pieces)

    def where(self, place):
        curve, mark = place.split(".")
        return self.curves[curve].point(mark)

    def mark(self, place, y=None, x=None, nth=0):
        curve, name = place.split(".")
        self.curves[curve].mark(name, y, x, nth)

    def ring(self, text):
        """The pieces of a ring: "curve" from start to end, "curve<" backwards, "curve:a-b" from mark a to mark b."""
        out = []
        for part in text.split():
            curve, _, marks = part.rstrip("<").partition(":")
            a, b = marks.split("-") if marks else ("end", "start") if part.endswith("<") else ("start", "end")
            out += self.curves[curve].cut(a, b)
        return out


# ------------------------------------------------------------------------------------------------ silhouette
WRIST, HAND_TILT = (190.0, 521.5), math.radians(13)


def hand(u, v, *corner):
    """From the hand's own frame (u to the thumb side, v to the fingertips, 0 at the wrist) to the body's."""
    c, s = math.cos(HAND_TILT), math.sin(HAND_TILT)
    return (WRIST[0] + u * c + v * s, WRIST[1] - u * s + v * c, *corner)


def finger(u, v, lean, length, base, tip):
    """Contour of a finger, from its thumb side over the tip to its little-finger side."""
    a = math.radians(lean)

    def p(across, along):
        return hand(u + across * math.cos(a) + along * math.sin(a), v - across * math.sin(a) + along * math.cos(a))

    b, t = base / 2, tip / 2
    return [
        p(b * 0.99, length * 0.3), p(b * 0.96, length * 0.5), p(t * 1.03, length * 0.72),
        p(t * 0.93, length - t * 0.72), p(t * 0.55, length - t * 0.16), p(0, length),
        p(-t * 0.55, length - t * 0.16), p(-t * 0.93, length - t * 0.72),
        p(-t * 1.03, length * 0.72), p(-b * 0.96, length * 0.5), p(-b * 0.99, length * 0.3),
    ]  # fmt: skip


def web(u, v):
    """The bottom of the gap between two fingers."""
    return [hand(u + 0.6, v, "corner"), hand(u - 0.6, v, "corner")]


def silhouette(s):
    """The outline, shared by all views: head, ear, jaw, neck to armpit over the hand, trunk and leg."""
    s.draw("skull", (0, 0), (19.5, 4.4), (33.5, 15.6), (41.4, 31), (43.8, 48), (42.8, 64), start=(1, 0))
    s.draw("ear", "skull.end", (44.6, 61.2), (47.4, 61.4), (49, 66.4), (48, 77), (45.6, 87), (43.2, 91.6), (40.8, 91.4))
    s.draw("jaw", "ear.end", (39.9, 101), (36.8, 111), (29.4, 121), (19.4, 129), (9.6, 132.7), (0, 133.3), end=(-1, 0))
    s.mark("jaw.neck", y=115.5)
    s.draw(
        "arm", "jaw.neck",
        # neck, trapezius, deltoid
        (31, 128), (30, 140), (32.2, 151), (39.6, 160.2), (55, 168), (75, 175.4), (93, 181.8), (107.4, 187.8),
        (119.6, 195.8), (129.2, 208), (135.4, 226), (138.8, 247), (142, 268),
        # upper arm and forearm, outer side
        (146.4, 288), (152, 314), (156.8, 340), (161.4, 363), (167, 383), (174, 403), (181, 425), (187.2, 450),
        (193.2, 477), (199.4, 501), hand(15, 0),
        # thumb
        hand(15.8, 7), hand(18.8, 17), hand(23.8, 27.4), hand(29, 38), hand(33, 49), hand(35, 58.4),
        hand(34, 63.6), hand(30.6, 64.4), hand(27.4, 59.6), hand(25.2, 52.4), hand(23.8, 47.8),
        hand(23, 46.4, "corner"),
        # index, middle, ring, little finger with the webs between them
        *finger(16.9, 54, 5.5, 44.5, 11.2, 9.2), *web(11, 58.4),
        *finger(5.3, 56, 1.5, 48.5, 11.2, 9.4), *web(-0.5, 59.4),
        *finger(-6.2, 55.6, -2.5, 45, 10.8, 9), *web(-11.7, 57),
        *finger(-16.8, 51.6, -8, 36.5, 9.8, 8),
        # little-finger side of the hand, forearm and upper arm, inner side
        hand(-21.8, 44), hand(-21.6, 30), hand(-19.6, 16), hand(-16, 5), hand(-15, -4),
        (163, 488), (152.2, 459), (142.4, 430), (136.4, 405), (131.8, 384), (126, 360), (118, 332),
        (109.5, 302), (103.4, 279), (100.4, 264.6), (98.2, 260.8),
        start=(-0.35, 1), end=(-1, 0),
    )  # fmt: skip
    s.draw(
        "side", "arm.end",
        # trunk
        (96.8, 264.6), (96.4, 279), (94.6, 302), (90, 327), (84, 351), (80.2, 375), (80.6, 398), (84.8, 423),
        (90.6, 452), (95.6, 482),
        # hip, thigh, knee, lower leg
        (98.6, 512), (99.2, 542), (97.4, 582), (92.8, 626), (86.2, 668), (80.4, 700), (77.6, 722), (76.6, 746),
        (79, 769), (80.4, 792), (78.2, 827), (71.8, 866), (65.4, 904), (61.6, 930), (63.4, 947),
        # outer side of the foot, toes from little to big, inner side of the foot
        (63.4, 957), (65.8, 972), (70.4, 988), (74.4, 1000), (76, 1007), (74, 1011.2), (70.6, 1011.2, "corner"),
        (69, 1014.2), (66, 1015.6), (62.8, 1014.8, "corner"), (61, 1017.8), (58, 1019.2), (54.8, 1018, "corner"),
        (53, 1021), (50, 1022.2), (46.6, 1020.4, "corner"), (43.8, 1024), (39, 1025), (34.8, 1021.6),
        (32.6, 1011), (31.6, 995), (30.2, 978), (28.2, 963), (26.2, 948), (26, 938),
        # lower leg and thigh, inner side
        (28.4, 921), (26.6, 899), (21.4, 861), (15.8, 825), (14.2, 797), (16.8, 765), (20, 738), (19.4, 711),
        (15.8, 678), (12.4, 640), (8.2, 602), (4.2, 566), (1.8, 543), (0, 530),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------- front view
def front():
    """Curves, rings and fine lines of the front view."""
    s = Sketch()
    silhouette(s)
    d, m = s.draw, s.mark

    # head and neck
    d("brow", "skull.end", (35, 59.6), (20, 55.2), (0, 53.6), end=(-1, 0))
    m("ear.tragus", y=74)
    d("cheek", "ear.tragus", (41, 77), (34, 84.6), (24.6, 95), (13, 101.4), (0, 103.4), end=(-1, 0))
    d("face_mid", "brow.end", "cheek.end")
    d("chin_mid", "cheek.end", "jaw.end")
    m("jaw.scm", x=25)
    d("scm", "jaw.scm", (21.8, 142), (15.8, 164), (10.5, 182.4))
    d("notch", "scm.end", (5.4, 186.2), (0, 187.2), end=(-1, 0))
    # collarbone
    m("arm.clavicle", x=91)
    d("clavicle", "scm.end", (24, 187.4), (44, 189.6), (62, 188), (78, 185.6), "arm.clavicle")
    m("clavicle.groove", x=72)
    # chest and armpit
    d("sternum", "scm.end", (9, 205), (9.2, 240), (10, 276))
    d("xiphoid", "sternum.end", (6.4, 289), (0, 294), end=(-1, 0))
    d("groove", "clavicle.groove", (75.6, 203), (84.6, 221), (92.6, 235))
    m("arm.axilla", y=292, nth=-1)
    m("side.axilla", y=299)
    d("axilla_out", "groove.end", (102, 245), (109.6, 264), "arm.axilla")
    m("axilla_out.delt", y=251)
    d("axilla_in", "groove.end", (84, 251), (80.6, 273), "side.axilla")
    m("axilla_in.chest", y=273)
    d("breast", "sternum.end", (28, 281.6), (50, 284.2), (67, 281), "axilla_in.chest")
    m("breast.flank", x=24)
    # arm
    m("arm.delt", y=272)
    d("delt", "arm.delt", (129, 275.4), (116, 266), "axilla_out.delt")
    limb(s, "arm", "upper", 357, 366, 5)
    limb(s, "arm", "lower", 399, 410, 5)
    limb(s, "arm", "wrist_a", 499, 508, 3)
    limb(s, "arm", "wrist_b", 522, 531, 3)
    # abdomen and flank
    m("side.crest", y=437)
    d("semilunar", "breast.flank", (38, 303), (50, 328), (56, 360), (55.4, 398), (60, 430), (70.5, 453))
    m("semilunar.navel", y=403)
    d("navel", (0, 404.5), (28, 404), "semilunar.navel", start=(1, 0))
    d("crest", "side.crest", (80, 441.5), "semilunar.end")
    # hip, groin, thigh
    m("side.knee_o", y=693)
    m("side.knee_i", y=693, nth=1)
    d("knee_top", "side.knee_o", (66, 686.4), (48.5, 683.6), (31, 686.4), "side.knee_i")
    m("knee_top.inner", x=24)
    d("inguinal", "semilunar.end", (52, 480), (29, 508), (11, 524.5), "side.end")
    d("sartorius", "semilunar.end", (66.5, 490), (58.4, 532), (46.6, 571), (36, 612), (28, 654), "knee_top.inner")
    m("sartorius.hip", y=528)
    m("sartorius.apex", y=590)
    m("side.hip", y=536)
    d("hip", "side.hip", (80, 541), "sartorius.hip")
    m("side.adductor", y=543, nth=1)
    d("adductor", "side.adductor", (14, 557), (28, 575), "sartorius.apex")
    # leg
    m("side.shin_o", y=742)
    m("side.shin_i", y=742, nth=1)
    d("knee_end", "side.shin_o", (67, 750), (48, 754.6), (29, 750), "side.shin_i")
    m("side.ankle_o", y=905)
    m("side.ankle_i", y=905, nth=1)
    d("ankle", "side.ankle_o", (46.6, 911), "side.ankle_i")
    m("side.foot_o", y=960)
    m("side.foot_i", y=960, nth=1)
    d("foot", "side.foot_o", (58, 968.6), (46, 971.6), (35, 968), "side.foot_i")

    # Rings: "curve" from start to end, "curve<" backwards, "curve:a-b" from mark a to mark b. "half" regions exist left
    # and right; "middle" rings run on one side from midline to midline and are closed by their mirror image.
    half = {
        "face": "brow< ear:start-tragus cheek face_mid<",
        "jaw": "cheek< ear:tragus-end jaw chin_mid<",
        "neck_side": "jaw:scm-neck arm:start-clavicle clavicle< scm<",
        "chest": "clavicle:start-groove groove axilla_in:start-chest breast< sternum<",
        "shoulder_front": "clavicle:groove-end arm:clavicle-delt delt axilla_out:delt-start groove<",
        "axilla": "axilla_out arm:axilla-end side:start-axilla axilla_in<",
        "upper_arm_front": "arm:delt-upper_o upper arm:upper_i-axilla axilla_out:end-delt delt<",
        "elbow_front": "arm:upper_o-lower_o lower arm:lower_i-upper_i upper<",
        "forearm_front": "arm:lower_o-wrist_a_o wrist_a arm:wrist_a_i-lower_i lower<",
        "wrist": "arm:wrist_a_o-wrist_b_o wrist_b arm:wrist_b_i-wrist_a_i wrist_a<",
        "hand_palm": "arm:wrist_b_o-wrist_b_i wrist_b<",
        "flank": "breast:flank-end axilla_in:chest-end side:axilla-crest crest semilunar<",
        "hip_front": "crest< side:crest-hip hip sartorius:hip-start",
        "groin": "sartorius:start-apex adductor< side:adductor-end inguinal<",
        "thigh_front": "hip< side:hip-knee_o knee_top:start-inner sartorius:end-hip",
        "thigh_inner": "adductor sartorius:apex-end knee_top:inner-end side:knee_i-adductor",
        "knee_front": "side:knee_o-shin_o knee_end side:shin_i-knee_i knee_top<",
        "shin": "side:shin_o-ankle_o ankle side:ankle_i-shin_i knee_end<",
        "ankle": "side:ankle_o-foot_o foot side:foot_i-ankle_i ankle<",
        "foot_top": "side:foot_o-foot_i foot<",
    }
    middle = {
        "head_front": "skull brow",
        "neck_front": "jaw:end-scm scm notch",
        "sternum": "notch< sternum xiphoid",
        "abdomen_upper": "xiphoid< breast:start-flank semilunar:start-navel navel<",
        "abdomen_lower": "navel semilunar:navel-end inguinal",
    }
    details = [
        [(-2.4, 399.4), (0, 401.6), (2.4, 399.4)],  # navel
        [(46.4, 67), (47, 73), (45.4, 81)],  # ear
        [(37.4, 702), (35.4, 716), (38.6, 731)], [(60.4, 702), (62.4, 716), (58.8, 731)],  # kneecap
        [hand(16, 42), hand(7, 34), hand(1.4, 21), hand(0.4, 9)], [hand(19, 45), hand(8, 41), hand(-5, 36)],  # palm
        [hand(-19.6, 43), hand(-9, 42.4), hand(1, 47), hand(4, 53)],
        *toes(9),
    ]  # fmt: skip
    return s, half, middle, details


def toes(length):
    """The lines between the toes, from the notches of the outline to the foot."""
    notches = (70.6, 1011.2), (62.8, 1014.8), (54.8, 1018), (46.6, 1020.4)
    return [[(x, y), (x - 0.9, y - length * 0.5), (x - 1.4, y - length)] for x, y in notches]


def limb(s, curve, name, outer, inner, sag):
    """A border across the arm, from height `outer` on its outer side to `inner` on its inner side."""
    s.mark(f"{curve}.{name}_o", y=outer)
    s.mark(f"{curve}.{name}_i", y=inner, nth=-1)
    (x0, y0), (x1, y1) = s.where(f"{curve}.{name}_o"), s.where(f"{curve}.{name}_i")
    n = math.dist((x0, y0), (x1, y1))
    s.draw(name, (x0, y0), ((x0 + x1) / 2 + sag * (y1 - y0) / n, (y0 + y1) / 2 + sag * (x0 - x1) / n), (x1, y1))


# -------------------------------------------------------------------------------------------------- back view
def back():
    """Curves, rings and fine lines of the back view."""
    s = Sketch()
    silhouette(s)
    d, m = s.draw, s.mark

    # head, neck, top of the shoulder
    m("jaw.nape", y=104)
    d("nape", "jaw.nape", (29, 112.6), (15, 117.6), (0, 119), end=(-1, 0))
    d("spine_top", (0, 170), (8.6, 172.4), start=(1, 0))
    d("neck_mid", "nape.end", "spine_top.start")
    m("arm.shoulder", x=42)
    d("neck_base", "spine_top.end", (22, 168.4), "arm.shoulder")
    # spine
    d("spine", "spine_top.end", (9, 215), (9, 280), (9, 340), (9.6, 400), (10, 449))
    m("spine.scapula", y=217)
    m("spine.rib", y=338)
    # shoulder blade
    m("arm.acromion", x=117)
    d("scap_spine", "arm.acromion", (101, 196), (72, 204), (40, 213), "spine.scapula")
    m("scap_spine.arm", x=101)
    m("scap_spine.medial", x=35)
    d("fold", "scap_spine.arm", (103.4, 224), "arm.end")
    m("side.scapula", y=284)
    d("scap_medial", "scap_spine.medial", (32.6, 240), (34.6, 268), (45, 290), (62, 296), (79, 291), "side.scapula")
    # ribs, kidneys, low back
    m("side.rib", y=349)
    d("rib", "spine.rib", (32, 343.4), (58, 349), "side.rib")
    m("rib.kidney", x=31)
    d("rib_mid", "spine.rib", (0, 339), end=(-1, 0))
    m("side.kidney", y=397)
    d("kidney_in", "rib.kidney", (29.4, 362), (30.4, 384), (38, 396.6), (56, 400), "side.kidney")
    m("side.crest", y=440)
    d("crest", "spine.end", (31, 452), (50, 441.5), (70, 436.6), "side.crest")
    m("crest.psis", x=31)
    d("lumbar_end", "spine.end", (0, 450.5), end=(-1, 0))
    # sacrum, buttock, side of the hip
    d("sacrum", "crest.psis", (26, 474), (13.4, 497), (0, 509))
    d("cleft", "sacrum.end", "side.end")
    m("side.trochanter", y=462)
    m("side.thigh", y=549)
    m("side.fold", y=547, nth=1)
    d("fold_glut", "side.fold", (14, 557), (36, 563.6), (60, 558.6), (77.6, 546))
    d("hip_in", "side.trochanter", (83.4, 480), (76.6, 508), (75.6, 532), "fold_glut.end")
    d("hip_end", "fold_glut.end", (90, 551), "side.thigh")
    # leg
    m("side.knee_o", y=690)
    m("side.knee_i", y=690, nth=1)
    d("knee_top", "side.knee_o", (66, 695.4), (49, 697.6), (32, 695.4), "side.knee_i")
    m("knee_top.outer", x=66)
    d("itb", "fold_glut.end", (77.4, 590), (73.6, 645), "knee_top.outer")
    m("side.calf_o", y=744)
    m("side.calf_i", y=744, nth=1)
    d("calf", "side.calf_o", (66, 749.6), (48, 752), (31, 749.6), "side.calf_i")
    m("side.heel_o", y=896)
    m("side.heel_i", y=896, nth=1)
    d("heel", "side.heel_o", (57, 890), (47, 887), (37, 890), "side.heel_i")
    m("side.sole_o", y=958)
    m("side.sole_i", y=958, nth=1)
    d("sole", "side.sole_o", (62.6, 970), (56, 980.4), (46.6, 983.6), (36.6, 979.4), (30, 969), "side.sole_i")
    # arm
    limb(s, "arm", "upper", 355, 364, 5)
    limb(s, "arm", "lower", 400, 410, 5)
    limb(s, "arm", "wrist", 512, 520, 4)

    half = {
        "neck_back": "nape< jaw:nape-neck arm:start-shoulder neck_base< spine_top< neck_mid<",
        "shoulder_top": "neck_base arm:shoulder-acromion scap_spine spine:scapula-start",
        "scapula": "scap_spine:medial-arm fold side:start-scapula scap_medial<",
        "midback": "scap_spine:end-medial scap_medial side:scapula-rib rib< spine:rib-scapula",
        "kidney_area": "rib:kidney-end side:rib-kidney kidney_in<",
        "low_back": "rib:start-kidney kidney_in side:kidney-crest crest< spine:end-rib",
        "buttock": "crest:psis-end side:crest-trochanter hip_in fold_glut< side:fold-end cleft< sacrum<",
        "hip_side": "side:trochanter-thigh hip_end< hip_in<",
        "upper_arm_back": "scap_spine:arm-start arm:acromion-upper_o upper arm:upper_i-end fold<",
        "elbow_back": "arm:upper_o-lower_o lower arm:lower_i-upper_i upper<",
        "forearm_back": "arm:lower_o-wrist_o wrist arm:wrist_i-lower_i lower<",
        "hand_back": "arm:wrist_o-wrist_i wrist<",
        "thigh_back": "fold_glut itb knee_top:outer-end side:knee_i-fold",
        "thigh_outer": "hip_end side:thigh-knee_o knee_top:start-outer itb<",
        "knee_back": "side:knee_o-calf_o calf side:calf_i-knee_i knee_top<",
        "calf": "side:calf_o-heel_o heel side:heel_i-calf_i calf<",
        "heel": "side:heel_o-sole_o sole side:sole_i-heel_i heel<",
        "foot_sole": "side:sole_o-sole_i sole<",
    }
    middle = {
        "head_back": "skull ear jaw:start-nape nape",
        "thoracic_spine": "spine_top spine:start-rib rib_mid",
        "lumbar_spine": "rib_mid< spine:rib-end lumbar_end",
        "sacrum": "lumbar_end< crest:start-psis sacrum",
    }
    details = [
        [(46.4, 67), (47, 73), (45.4, 81)],  # ear
        [hand(17.6, 49), hand(15, 47), hand(12, 48.6)], [hand(8.2, 51.4), hand(5, 49.4), hand(1.6, 51)],  # knuckles
        [hand(-2.8, 50.6), hand(-6, 48.6), hand(-9, 50.2)], [hand(-12.6, 47), hand(-15.4, 45), hand(-18.4, 46.6)],
        [(41, 908), (42.6, 926), (40.4, 944)], [(50.6, 908), (49.4, 926), (51.4, 944)],  # Achilles tendon
        [(33, 1003), (40, 1008.4), (49, 1006.6), (60, 1004.6), (73.4, 998.6)],  # ball of the foot
        *toes(7),
    ]  # fmt: skip
    return s, half, middle, details


# --------------------------------------------------------------------------------------------------- titles
# The names of knowledge/anatomy.yaml, so that the map, its list and every paper say the same; {side} is filled in.
TITLES = {
    "head_front": "Forehead and temples",
    "face": "Face, {side}",
    "jaw": "Jaw and temporomandibular joint, {side}",
    "neck_front": "Front of neck",
    "neck_side": "Side of neck, {side}",
    "chest": "Chest (pectoral), {side}",
    "sternum": "Breastbone",
    "shoulder_front": "Front of shoulder, {side}",
    "axilla": "Armpit, {side}",
    "upper_arm_front": "Front of upper arm, {side}",
    "elbow_front": "Front of elbow, {side}",
    "forearm_front": "Front of forearm, {side}",
    "wrist": "Wrist, {side}",
    "hand_palm": "Palm and fingers, {side}",
    "abdomen_upper": "Upper abdomen",
    "abdomen_lower": "Lower abdomen",
    "flank": "Side of trunk, {side}",
    "hip_front": "Front of hip, {side}",
    "groin": "Groin, {side}",
    "thigh_front": "Front of thigh, {side}",
    "thigh_inner": "Inner thigh, {side}",
    "knee_front": "Front of knee, {side}",
    "shin": "Shin and outer lower leg, {side}",
    "ankle": "Ankle, {side}",
    "foot_top": "Top of foot, {side}",
    "head_back": "Back of head",
    "neck_back": "Back of neck, {side}",
    "shoulder_top": "Top of shoulder, {side}",
    "scapula": "Shoulder blade, {side}",
    "thoracic_spine": "Mid spine",
    "midback": "Mid back, {side}",
    "lumbar_spine": "Low spine",
    "low_back": "Low back, {side}",
    "kidney_area": "Kidney area, {side}",
    "sacrum": "Sacrum and tailbone",
    "buttock": "Buttock, {side}",
    "hip_side": "Side of hip, {side}",
    "upper_arm_back": "Back of upper arm, {side}",
    "elbow_back": "Back of elbow, {side}",
    "forearm_back": "Back of forearm, {side}",
    "hand_back": "Back of hand, {side}",
    "thigh_back": "Back of thigh, {side}",
    "thigh_outer": "Outer thigh, {side}",
    "knee_back": "Back of knee, {side}",
    "calf": "Calf, {side}",
    "heel": "Heel and Achilles, {side}",
    "foot_sole": "Sole of foot, {side}",
}


# --------------------------------------------------------------------------------------------------- output
def num(v):
    """A number as short as it can be written."""
    return f"{v + 0:.1f}".removesuffix(".0").replace("-0", "0") if abs(v) < 0.05 else f"{v:.1f}".removesuffix(".0")


def place(piece, sign):
    """Body coordinates to drawing coordinates, rounded once so that neighbors stay equal."""
    return tuple((round(CENTER + sign * x, 1), round(TOP + y, 1)) for x, y in piece)


def ring(pieces):
    """The pieces, if they close."""
    for p, q in zip(pieces, pieces[1:] + pieces[:1], strict=False):
        if math.dist(p[3], q[0]) > 0.15:
            raise SystemExit(f"open ring at {p[3]} / {q[0]}")
    return pieces


def path(pieces, close=True):
    """The pieces as the d of a path."""
    out = [f"M{num(pieces[0][0][0])} {num(pieces[0][0][1])}"]
    for p in pieces:
        out.append("C" + " ".join(f"{num(x)} {num(y)}" for x, y in p[1:]))
    return "".join(out) + ("Z" if close else "")


def build(view):
    """Regions of a view in drawing order: {id: (base, side, pieces)}, the outline's pieces, the detail lines."""
    s, half, middle, details = {"front": front, "back": back}[view]()
    # Seen from the front, the figure's left is on the viewer's right; from the back on the viewer's left.
    left = 1 if view == "front" else -1
    regions = {}
    for base, parts in middle.items():
        pieces = s.ring(parts)
        mirrored = [p[::-1] for p in reversed(pieces)]
        regions[base] = (base, "midline", ring([place(p, 1) for p in pieces] + [place(p, -1) for p in mirrored]))
    for base, parts in half.items():
        pieces = s.ring(parts)
        for side, sign in (("left", left), ("right", -left)):
            regions[f"{base}_{side[0]}"] = (base, side, ring([place(p, sign) for p in pieces]))
    lines = [[place(p, sign) for p in spline(points)] for points in details for sign in (1, -1)]
    return regions, outline(regions), lines


def outline(regions):
    """Chain the pieces that only one region uses."""
    count = {}
    for _, _, pieces in regions.values():
        for p in pieces:
            count.setdefault(min(p, p[::-1]), []).append(p)
    free = {}
    for same in count.values():
        if len(same) == 1:
            p = same[0]
            free.setdefault(p[0], []).append((p, p[3]))
            free.setdefault(p[3], []).append((p[::-1], p[0]))
    start = (CENTER, TOP)
    here, chain, seen = start, [], set()
    while True:
        for piece, nxt in free[here]:  # noqa: B007  # read after the loop
            if min(piece, piece[::-1]) not in seen:
                break
        else:
            break
        seen.add(min(piece, piece[::-1]))
        chain.append(piece)
        here = nxt
    if here != start or len(seen) * 2 != sum(map(len, free.values())):
        raise SystemExit("the outline is not one closed line: a border is used by one region only")
    return chain


def hatch(name, ground):
    """The pattern of a no-go area."""
    return (
        f'<pattern id="{name}" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect class="{ground}" width="9" height="9"/><path class="bm-hatch" d="M2 0V9"/></pattern>'
    )


SHADE = (17, 12.5, 8, 4)  # widths of the faint strokes along the inside of the outline that round the body


def title_of(base, side):
    """The plain name of a region, with its side."""
    return TITLES[base].format(side=side)


def holds(name, rid, base):
    """A template's condition: the list holds the region or its base."""
    return " or ".join(f'"{one}" in {name}' for one in dict.fromkeys((rid, base)))


def marked(rid, base):
    """The classes that the lists give to a region."""
    states = (("selected", "is-selected"), ("nogo", "is-nogo"))
    return "".join(f"{{% if {holds(name, rid, base)} %}} {state}{{% endif %}}" for name, state in states)


def write_view(view, folder):
    """One figure."""
    regions, edge, details = build(view)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bodymap bm-{view}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="group" aria-label="Body map, {view}">',
        "<defs>",
        hatch(f"bm-nogo-{view}", "bm-ground"),
        hatch(f"bm-nogo-selected-{view}", "bm-ground-selected"),
    ]
    out.append(f'<path id="bm-edge-{view}" d="{path(edge)}"/>')
    out.append(f'<clipPath id="bm-body-{view}"><use href="#bm-edge-{view}"/></clipPath>')
    out += ["</defs>", '<g class="bm-regions">']
    for rid, (base, side, pieces) in regions.items():
        title = title_of(base, side)
        x, y = anchor(pieces, side)
        out.append(
            f'<path id="{rid}" class="bm-region{marked(rid, base)}" data-region="{rid}" data-base="{base}" '
            f'data-side="{side}" '
            f'data-at="{x:.0f} {y:.0f}" d="{path(pieces)}"><title>{title}</title></path>'
        )
    shade = "".join(f'<use href="#bm-edge-{view}" stroke-width="{w}"/>' for w in SHADE)
    lines = "".join(path(p, close=False) for p in details)
    out += [
        "</g>",
        f'<g class="bm-over" aria-hidden="true"><g class="bm-shade" clip-path="url(#bm-body-{view})">{shade}</g>',
        f'<path class="bm-detail" d="{lines}"/>',
        f'<use class="bm-outline" href="#bm-edge-{view}"/></g>',
        '<g class="bm-marks"></g>',
        "</svg>",
        "",
    ]
    (folder / f"{view}.html").write_text("\n".join(out), encoding="utf-8")


def anchor(pieces, side):
    """A point well inside a region and near its middle: where a mark goes that has no place of its own."""
    ring = [at(p, k / 4) for p in pieces for k in range(4)]
    sides = list(zip(ring, ring[1:] + ring[:1], strict=False))

    def inside(x, y):
        hit = False
        for (x0, y0), (x1, y1) in sides:
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
                hit = not hit
        return hit

    def room(x, y):
        best = math.inf
        for (x0, y0), (x1, y1) in sides:
            dx, dy = x1 - x0, y1 - y0
            n = dx * dx + dy * dy
            t = max(0.0, min(1.0, ((x - x0) * dx + (y - y0) * dy) / n)) if n else 0.0
            best = min(best, math.hypot(x - x0 - t * dx, y - y0 - t * dy))
        return best if inside(x, y) else -best

    n = 20
    (x0, x1), (y0, y1) = ((min(v), max(v)) for v in zip(*ring, strict=False))
    columns = [CENTER] if side == "midline" else [x0 + (x1 - x0) * k / n for k in range(1, n)]
    spots = [(x, y0 + (y1 - y0) * k / n) for x in columns for k in range(1, n)]
    rooms = {spot: room(*spot) for spot in spots}
    inner = [spot for spot in spots if rooms[spot] > 0]
    middle = [sum(v) / len(inner) for v in zip(*inner, strict=False)]
    roomy = [spot for spot in inner if rooms[spot] > 0.8 * max(rooms.values())]
    return min(roomy, key=lambda spot: math.dist(spot, middle))


# --------------------------------------------------------------------------------------------------- legend
# Symbols in a 24 by 24 box around (12, 12). Each is drawn twice: a halo in the color of the paper, then the mark, so
# that it stays readable on fill, selection and hatching. "ink" shapes are solid, "pen" shapes are strokes.
def star(points, outer, inner):
    """A star in the symbol's box."""
    a = [math.pi * k / points - math.pi / 2 for k in range(2 * points)]
    r = [outer, inner] * points
    return (
        "M"
        + "L".join(f"{num(12 + q * math.cos(t))} {num(12 + q * math.sin(t))}" for q, t in zip(r, a, strict=False))
        + "Z"
    )


def dot(x, y, r):
    """A dot in the symbol's box."""
    return f"M{num(x - r)} {num(y)}a{r} {r} 0 1 0 {num(2 * r)} 0a{r} {r} 0 1 0 {num(-2 * r)} 0Z"


ZIGZAG = "l3-4.5 4 6 4-6 4 6 3-4.5"
DROP = "M12 2.5C15 7 18.6 10.6 18.6 15a6.6 6.6 0 0 1-13.2 0C5.4 10.6 9 7 12 2.5Z"
DOTS = (7, 4.4), (17, 4.4), (3, 12), (12, 12), (21, 12), (7, 19.6), (17, 19.6)
SYMBOLS = {
    "pain": ("Pain", [("ink", star(8, 10, 4.6))]),
    "tension": ("Tension", [("pen", f"M3 9{ZIGZAG}M3 18{ZIGZAG}")]),
    "trigger": ("Trigger point", [("pen", dot(12, 12, 8.6)), ("ink", dot(12, 12, 3.6))]),
    "numb": ("Numbness, tingling", [("ink", "".join(dot(x, y, 2) for x, y in DOTS))]),
    "swelling": ("Swelling", [("pen", DROP)]),
    "scar": ("Scar", [("pen", "M3 12H21M7 7.5v9M12 7.5v9M17 7.5v9")]),
}


def symbol(key):
    """One symbol of the legend."""
    title, shapes = SYMBOLS[key]
    back = "".join(f'<path class="bm-halo" d="{d}"/>' for _, d in shapes)
    front = "".join(f'<path class="bm-{kind}" d="{d}"/>' for kind, d in shapes)
    return f'<symbol id="bm-{key}" viewBox="-2 -2 28 28"><title>{title}</title>{back}{front}</symbol>'


def write_legend(folder):
    """The symbols, ready to use, and what they mean."""
    rows = [(f'<use href="#bm-{k}" x="14" y="{{y}}" width="28" height="28"/>', v[0]) for k, v in SYMBOLS.items()]
    swatch = '<rect class="bm-region %s" x="14" y="{y}" width="28" height="28" rx="5"/>'
    rows += [(swatch % "is-selected", "Selected, treated"), (swatch % "is-nogo", "No-go area")]
    body = []
    for i, (shape, text) in enumerate(rows):
        y = 12 + i * 38
        body.append(shape.format(y=y) + f'<text x="54" y="{y + 19}">{text}</text>')
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bodymap bm-legend" viewBox="0 0 220 {12 + len(rows) * 38}" '
        'role="img" aria-label="Legend of the body map">',
        "<defs>",
        *(symbol(k) for k in SYMBOLS),
        hatch("bm-nogo-legend", "bm-ground"),
        "</defs>",
        *body,
        "</svg>",
        "",
    ]
    (folder / "legend.html").write_text("\n".join(out), encoding="utf-8")


def write_list(folder):
    """The same regions as checkboxes: for keys, screen readers and pages without a script."""
    out = []
    for view in ("front", "back"):
        out.append(f'<fieldset class="field"><legend>{view.capitalize()}</legend><div class="chips">')
        for rid, (base, side, _) in build(view)[0].items():
            out.append(
                f'<label class="chip"><input type="checkbox" name="{{{{ name }}}}" value="{rid}"'
                f'{{% if {holds("selected", rid, base)} %}} checked{{% endif %}}>{{% icon "check" %}}'
                f"{title_of(base, side)}"
                f'{{% if {holds("nogo", rid, base)} %}} <b class="bm-word">no-go</b>{{% endif %}}</label>'
            )
        out.append("</div></fieldset>")
    (folder / "list.html").write_text("\n".join([*out, ""]), encoding="utf-8")


OUT = Path(__file__).parents[1] / "src/medmassage/web/templates/web/bodymap"


def write_all(folder):
    """All files, into a folder that is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for view in ("front", "back"):
        write_view(view, folder)
    write_legend(folder)
    write_list(folder)


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
