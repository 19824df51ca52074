"""Trains the network that finds logos in pictures (models/logo-view.onnx). See README.md beside this file.

Reads the drawings that `wardmark train logos` packs and a folder of photos that show none of the marks measured later; pastes
drawings on photos as logos are seen (any tone, plate, turn, blur, light); teaches one network, over drawing and picture alike,
to give the middle of a logo the same 96 numbers as the middle of its drawing, and anything else other numbers.
"""
import argparse, gzip, math, os, random, struct, time
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from PIL import Image, ImageDraw, ImageFont

NUMBERS = 96      # numbers of a view
STRIDE = 8        # pixels from one cell of the output to the next
NOMINAL = 40.0    # pixels a logo is wide in the level of the pyramid it is looked for in
WINDOW = 96       # pixels of the square a drawing is shown in; its middle is that of cell MIDDLE
MIDDLE = WINDOW // 2 // STRIDE
OFFSET = 0.5      # where the middle of cell 0 is: three strides of 2, each with a margin of 1
CANVAS = 192


class Block(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.depth1 = nn.Conv2d(width, width, 5, padding=2, groups=width, bias=False)
        self.norm1 = nn.BatchNorm2d(width)
        self.point1 = nn.Conv2d(width, hidden, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(hidden)
        self.point2 = nn.Conv2d(hidden, width, 1, bias=False)
        self.norm3 = nn.BatchNorm2d(width)

    def forward(self, x):
        y = F.relu(self.norm2(self.point1(self.norm1(self.depth1(x)))))
        return F.relu(x + self.norm3(self.point2(y)))


class LogoView(nn.Module):
    """Luma (N, 1, H, W), 0 to 255; gives (N, NUMBERS + 3, H / 8, W / 8): the numbers, of length 1, then how surely a logo's
    middle is there (log odds), then the logarithms of its width and height over NOMINAL."""

    def __init__(self, width=96, blocks=6):
        super().__init__()
        def conv(i, o):
            return nn.Sequential(nn.Conv2d(i, o, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU())
        self.stem = nn.Sequential(conv(1, 24), conv(24, 48), conv(48, width))
        self.blocks = nn.Sequential(*[Block(width, width * 2) for _ in range(blocks)])
        self.numbers = nn.Sequential(nn.Conv2d(width, NUMBERS, 1), nn.BatchNorm2d(NUMBERS, affine=False))
        self.rest = nn.Conv2d(width, 3, 1)

    def forward(self, luma):
        x = self.blocks(self.stem((luma - 128.0) / 64.0))
        return torch.cat([F.normalize(self.numbers(x), dim=1), self.rest(x)], 1)


class Composer:
    """Makes pictures with logos in them, all on the device."""

    def __init__(self, drawings, photos, words, device):
        self.ink = torch.from_numpy(drawings).to(device)
        self.photos = torch.from_numpy(photos).to(device)
        self.words = torch.from_numpy(words).to(device)
        self.device = device
        edge = self.ink.shape[-1]
        covered_x = (self.ink > 40).any(1).sum(1).float() / edge
        covered_y = (self.ink > 40).any(2).sum(1).float() / edge
        self.extent = torch.stack([covered_x, covered_y], 1).clamp_min(0.05)      # shares of the square that the ink is wide and high
        small = F.adaptive_avg_pool2d(self.ink[:, None].float(), 16).flatten(1) / 255
        self.small = F.normalize(small - small.mean(1, keepdim=True), dim=1)

    def rand(self, *shape, low=0.0, high=1.0):
        return torch.rand(*shape, device=self.device) * (high - low) + low

    def size_of(self, which):
        """Pixels of the square a drawing fills where its logo is NOMINAL wide: the root of width times height, but no strip longer than 1.8 times that."""
        w, h = self.extent[which].unbind(1)
        return NOMINAL / torch.maximum((w * h).sqrt(), torch.maximum(w, h) / 1.8)

    def tiles(self, bank, which, size, side, turn, shear, stretch, shift):
        """Drawings as ink 0 to 1 in tiles of `side` pixels."""
        n = len(which)
        cos, sin = torch.cos(turn), torch.sin(turn)
        # From the tile's coordinates to the drawing's: the inverse of stretch, shear and turn.
        a = torch.zeros(n, 2, 3, device=self.device)
        k = side / size
        a[:, 0, 0] = k * cos / stretch
        a[:, 0, 1] = k * (sin + shear * cos) / stretch
        a[:, 1, 0] = -k * sin * stretch
        a[:, 1, 1] = k * (cos - shear * sin) * stretch
        moved = shift * 2 / side
        a[:, :, 2] = -(a[:, :, :2] @ moved[:, :, None]).squeeze(2)
        grid = F.affine_grid(a, (n, 1, side, side), align_corners=False)
        x = bank[which][:, None].float() / 255
        # Enough pixels are averaged before they are left out.
        reduce = bank.shape[-1] / size
        x = torch.where((reduce > 1.6)[:, None, None, None], F.avg_pool2d(x, 3, 1, 1), x)
        return F.grid_sample(x, grid, align_corners=False)

    def templates(self, which, polarity, size=1.0):
        n = len(which)
        zero = torch.zeros(n, device=self.device)
        one = torch.ones(n, device=self.device)
        ink = self.tiles(self.ink, which, self.size_of(which) * size, WINDOW, zero, zero, one, torch.full((n, 2), OFFSET, device=self.device))
        return torch.where(polarity[:, None, None, None] > 0.5, 255 * ink, 255 * (1 - ink))

    def backgrounds(self, n):
        side = self.photos.shape[-1]
        which = torch.randint(len(self.photos), (n,), device=self.device)
        zoom = CANVAS / side / torch.exp(self.rand(n, low=math.log(0.55), high=math.log(2.2)))
        a = torch.zeros(n, 2, 3, device=self.device)
        mirror = torch.where(self.rand(n) < 0.5, -1.0, 1.0)
        a[:, 0, 0] = zoom * mirror
        a[:, 1, 1] = zoom
        room = (1 - zoom).clamp_min(0)
        a[:, :, 2] = (self.rand(n, 2) * 2 - 1) * room[:, None]
        x = F.grid_sample(self.photos[which][:, None].float(), F.affine_grid(a, (n, 1, CANVAS, CANVAS), align_corners=False), align_corners=False, padding_mode='reflection')
        plain = F.interpolate(self.rand(n, 1, 2, 2, low=-30, high=30), (CANVAS, CANVAS), mode='bilinear') + torch.where(self.rand(n) < 0.4, torch.full((n,), 245.0, device=self.device), self.rand(n, high=255))[:, None, None, None]
        x = torch.where((self.rand(n) < 0.2)[:, None, None, None], plain, x)
        return x

    def batch(self, n):
        """Pictures (n, 1, CANVAS, CANVAS); for each logo in them its class, picture, middle in pixels, and logarithms of width and height over NOMINAL; where words are."""
        side = CANVAS // 2
        count = n * 4
        canvas = self.backgrounds(n)
        patch = canvas.unfold(2, side, side).unfold(3, side, side).reshape(count, 1, side, side).clone()
        kind = self.rand(count)
        is_word, is_logo = (kind > 0.72) & (kind < 0.87), kind <= 0.72
        logo = torch.randint(len(self.ink), (count,), device=self.device)
        word = torch.randint(len(self.words), (count,), device=self.device)
        size = self.size_of(logo) * torch.exp2(self.rand(count, low=-0.62, high=0.62))
        turn = torch.where(self.rand(count) < 0.75, torch.randn(count, device=self.device) * 0.10, self.rand(count, low=-0.55, high=0.55))
        shear = torch.randn(count, device=self.device) * 0.10
        stretch = torch.exp(torch.randn(count, device=self.device) * 0.09)
        shift = self.rand(count, 2, low=-12, high=12)
        ink = self.tiles(self.ink, logo, size, side, turn, shear, stretch, shift)
        text = self.tiles(self.words, word, self.rand(count, low=40, high=95), side, turn, shear, stretch, shift)
        ink = torch.where(is_word[:, None, None, None], text, ink)
        # A plate beneath: a disc or a board somewhat larger than the logo.
        w, h = (self.extent[logo] * size[:, None]).unbind(1)
        ys, xs = torch.meshgrid(torch.arange(side, device=self.device), torch.arange(side, device=self.device), indexing='ij')
        dx = (xs[None] + 0.5 - side / 2 - shift[:, 0, None, None]) / (w * self.rand(count, low=0.55, high=0.9))[:, None, None]
        dy = (ys[None] + 0.5 - side / 2 - shift[:, 1, None, None]) / (h * self.rand(count, low=0.55, high=0.9))[:, None, None]
        form = self.rand(count)[:, None, None]
        far = torch.where(form < 0.3, torch.sqrt(dx * dx + dy * dy) / 1.25, torch.maximum(dx.abs(), dy.abs()))
        plate = ((1 - far) * 12).clamp(0, 1)[:, None] * ((self.rand(count) < 0.45) & (is_logo | is_word))[:, None, None, None]
        beneath = self.rand(count, high=255)[:, None, None, None]
        patch = patch * (1 - plate) + beneath * plate
        # The tone differs from what is beneath it.
        mean = (patch * ink).sum((1, 2, 3)) / ink.sum((1, 2, 3)).clamp_min(1)
        lead = self.rand(count, low=28, high=200)
        tone = torch.where((self.rand(count) < mean / 255), mean - lead, mean + lead)
        tone = torch.where((tone < 0) | (tone > 255), mean + torch.where(mean < 128, lead, -lead), tone).clamp(0, 255)[:, None, None, None]
        shade = F.interpolate(self.rand(count, 1, 3, 3, low=-1, high=1), (side, side), mode='bilinear') * (self.rand(count, high=28) * (self.rand(count) < 0.5))[:, None, None, None]
        solid = torch.where(self.rand(count) < 0.75, torch.ones(count, device=self.device), self.rand(count, low=0.6, high=1))[:, None, None, None]
        cover = ink * solid * (is_logo | is_word)[:, None, None, None]
        # Something lies over a part of some of them.
        side_of = torch.where(self.rand(count) < 0.5, -1.0, 1.0)[:, None, None]
        hidden = (self.rand(count) < 0.2)[:, None, None] & (dx * side_of > self.rand(count, low=0.2, high=0.8)[:, None, None])
        cover = cover * (~hidden)[:, None]
        patch = patch * (1 - cover) + (tone + shade) * cover
        canvas = patch.reshape(n, 2, 2, side, side).permute(0, 1, 3, 2, 4).reshape(n, 1, CANVAS, CANVAS)
        canvas = self.seen(canvas)
        at = torch.arange(count, device=self.device)
        corner = torch.stack([(at % 2) * side, (at // 2 % 2) * side], 1).float()
        middle = corner + side / 2 + shift
        extent = torch.stack([w * stretch, h / stretch], 1) / NOMINAL
        is_text = torch.zeros(n, 2, 2, device=self.device)
        is_text.view(-1)[:] = is_word.float()
        return canvas, logo[is_logo], (at // 4)[is_logo], middle[is_logo], extent[is_logo].log(), is_text

    def seen(self, x):
        n = len(x)
        light = F.interpolate(self.rand(n, 1, 3, 3, low=0.6, high=1.25), (CANVAS, CANVAS), mode='bicubic')
        x = x * torch.where((self.rand(n) < 0.6)[:, None, None, None], light, torch.ones_like(light))
        soft = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode='reflect'), 3, 1)
        softer = F.avg_pool2d(F.pad(soft, (1, 1, 1, 1), mode='reflect'), 3, 1)
        how = self.rand(n)[:, None, None, None]
        x = torch.where(how < 0.3, soft, torch.where(how < 0.42, softer, x))
        x = (x - 128) * self.rand(n, low=0.6, high=1.15)[:, None, None, None] + 128 + self.rand(n, low=-25, high=25)[:, None, None, None]
        x = x + torch.randn_like(x) * (self.rand(n, high=9) * (self.rand(n) < 0.7))[:, None, None, None]
        return x.clamp(0, 255).round()


def near(middle, picture, cells):
    """Cells whose middle lies within 6 pixels of a logo's: (which logo, picture, row, column)."""
    base = torch.floor((middle - OFFSET) / STRIDE).long()
    out = []
    for oy in (0, 1):
        for ox in (0, 1):
            c = base + torch.tensor([ox, oy], device=middle.device)
            d = ((c.float() * STRIDE + OFFSET) - middle).norm(dim=1)
            ok = (d < 6) & (c >= 0).all(1) & (c < cells).all(1)
            i = ok.nonzero().squeeze(1)
            out.append(torch.stack([i, picture[i], c[i, 1], c[i, 0]], 1))
    return torch.cat(out)


def train(net, composer, args, device):
    scale = nn.Parameter(torch.tensor([12.0, -8.0, 12.0], device=device))
    groups = [{'params': [p for p in net.parameters() if p.ndim > 1], 'weight_decay': 0.02}, {'params': [p for p in net.parameters() if p.ndim <= 1], 'weight_decay': 0.0}, {'params': [scale], 'weight_decay': 0.0}]
    optim = torch.optim.AdamW(groups, lr=args.rate)
    began, step = time.time(), 0
    while (spent := (time.time() - began) / args.seconds) < 1 and step < args.steps:
        rate = args.rate * min(1, (step + 1) / 300) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * spent)))
        for g, times in zip(optim.param_groups, (1, 1, 5)): g['lr'] = rate * times
        with torch.no_grad():
            x, logo, picture, middle, extent, is_text = composer.batch(args.batch)
            classes, inverse = logo.unique(return_inverse=True)
            more = torch.randperm(len(composer.ink), device=device)
            known = torch.cat([classes, more[~torch.isin(more, classes)]])[:args.known]
            shown = composer.templates(known, (torch.rand(len(known), device=device) < 0.5).float(), torch.exp2(composer.rand(len(known), low=-0.25, high=0.25)))
            # Four drawings in a picture: one pass and one normalisation for both, as the network will have later.
            shown = shown.reshape(-1, 2, 2, WINDOW, WINDOW).permute(0, 1, 3, 2, 4).reshape(-1, 1, CANVAS, CANVAS)
            likeness = composer.small[known] @ composer.small[known].T
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == 'cuda'):
            both = net(torch.cat([x, shown]).to(memory_format=torch.channels_last)).float()
        out = both[:len(x)]
        half = CANVAS // 2 // STRIDE
        known_out = both[len(x):, :NUMBERS, MIDDLE::half, MIDDLE::half].permute(0, 2, 3, 1).reshape(-1, NUMBERS)
        cells = out.shape[-1]
        hit = near(middle, picture, cells)
        vectors = out[hit[:, 1], :NUMBERS, hit[:, 2], hit[:, 3]]
        target = inverse[hit[:, 0]]
        cosine = vectors @ known_out.T
        # Two drawings of one form are no contradiction.
        alike = likeness[target] > 0.8
        alike.scatter_(1, target[:, None], False)
        contrast = F.cross_entropy((cosine * scale[0]).masked_fill(alike, -1e4), target, label_smoothing=0.02)
        # Cells with no logo near, the ones that look most like some drawing.
        with torch.no_grad():
            ys, xs = torch.meshgrid(torch.arange(cells, device=device), torch.arange(cells, device=device), indexing='ij')
            where = torch.stack([xs, ys], -1).float() * STRIDE + OFFSET
            far = (where[None] - middle[:, None, None]).abs().amax(-1)
            nearest = torch.full((len(x), cells, cells), 1e9, device=device).scatter_reduce(0, picture[:, None, None].expand(-1, cells, cells), far, 'amin')
            away = nearest > 26
            text_cells = is_text.repeat_interleave(cells // 2, 1).repeat_interleave(cells // 2, 2) > 0
            flat = out[:, :NUMBERS].permute(0, 2, 3, 1)[away]
            pick = torch.randperm(len(flat), device=device)[:16384]
            worst = (flat[pick] @ known_out.T).amax(1)
            hard = pick[worst.topk(min(3072, len(worst))).indices]
        strange = flat[hard] @ known_out.T
        truth = F.one_hot(target, len(known)).float()
        loss_pairs = F.binary_cross_entropy_with_logits(cosine * scale[2] + scale[1], truth, reduction='none').masked_fill(alike, 0).sum(1).mean()
        loss_strange = F.softplus(strange * scale[2] + scale[1]).sum(1).mean()
        sure = out[:, NUMBERS]
        is_middle = torch.zeros_like(sure)
        is_middle[hit[:, 1], hit[:, 2], hit[:, 3]] = 1
        counts = ((away & ~text_cells) | (is_middle > 0)).float()
        p = torch.sigmoid(sure)
        focal = F.binary_cross_entropy_with_logits(sure, is_middle, reduction='none') * (is_middle * (1 - p) ** 2 + (1 - is_middle) * p ** 2)
        loss_sure = (focal * counts).sum() / is_middle.sum().clamp_min(1)
        loss_size = F.smooth_l1_loss(out[hit[:, 1], NUMBERS + 1:, hit[:, 2], hit[:, 3]], extent[hit[:, 0]], beta=0.1)
        ramp = min(1.0, step / args.ramp)
        loss = contrast + 0.5 * ramp * (loss_pairs + loss_strange) + loss_sure + 0.5 * loss_size
        optim.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optim.step()
        step += 1
        if step % args.say == 0:
            right = (cosine.argmax(1) == target).float().mean()
            if step == 1500 and right < 0.02: raise SystemExit('nothing is learned: try a lower rate')
            print(f'{step} {time.time() - began:.0f}s contrast {contrast:.3f} pairs {loss_pairs:.3f} strange {loss_strange:.3f} sure {loss_sure:.3f} size {loss_size:.3f} right {right:.3f} of {len(known)} scale {scale.tolist()}', flush=True)
    return step


def read_drawings(path):
    data = gzip.open(path).read()
    count, side = struct.unpack('<ii', data[:8])
    return np.frombuffer(data, np.uint8, offset=8).reshape(count, side, side).copy()


def read_photos(folder, side=320):
    photos = []
    for root, _, files in sorted(os.walk(folder)):
        for f in sorted(files):
            im = Image.open(os.path.join(root, f)).convert('L')
            k = side / min(im.size)
            im = im.resize((max(side, round(im.width * k)), max(side, round(im.height * k))), Image.BILINEAR)
            photos.append(np.asarray(im)[:side, :side])
    return np.stack(photos)


def draw_words(fonts, count, side=80):
    rng, words = random.Random(7), []
    fonts = [os.path.join(r, f) for d in fonts for r, _, fs in sorted(os.walk(d)) for f in sorted(fs) if f.lower().endswith(('.ttf', '.otf'))]
    for i in range(count):
        text = ''.join(rng.choice('abcdefghijklmnoprstuvwz') for _ in range(rng.randint(2, 8)))
        text = rng.choice([text, text.upper(), text.title(), str(rng.randint(1, 9999)), text[:1].upper()])
        im = Image.new('L', (600, 140), 0)
        ImageDraw.Draw(im).text((20, 10), text, 255, font=ImageFont.truetype(rng.choice(fonts), 72))
        box = im.getbbox()
        if box is None: continue
        im = im.crop(box)
        k = (side - 4) / max(im.size)
        im = im.resize((max(1, round(im.width * k)), max(1, round(im.height * k))), Image.BILINEAR)
        whole = Image.new('L', (side, side), 0)
        whole.paste(im, ((side - im.width) // 2, (side - im.height) // 2))
        words.append(np.asarray(whole))
    return np.stack(words)


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument('--drawings', required=True)
    a.add_argument('--photos', required=True)
    a.add_argument('--fonts', nargs='+', required=True)
    a.add_argument('--seconds', type=float, default=400)
    a.add_argument('--steps', type=int, default=10**9)
    a.add_argument('--batch', type=int, default=128)
    a.add_argument('--known', type=int, default=640, help='drawings told apart at once, a multiple of four, more than a batch shows')
    a.add_argument('--ramp', type=int, default=1500)
    a.add_argument('--rate', type=float, default=2e-3)
    a.add_argument('--say', type=int, default=200)
    a.add_argument('--resume', help='weights to go on from (a .pt file of an earlier run)')
    a.add_argument('--out', default='logo-view')
    args = a.parse_args()
    device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
    torch.manual_seed(7)
    torch.backends.cudnn.benchmark = True
    composer = Composer(read_drawings(args.drawings), read_photos(args.photos), draw_words(args.fonts, 2000), device)
    print(len(composer.ink), 'drawings', len(composer.photos), 'photos', len(composer.words), 'words', device, flush=True)
    with torch.no_grad():
        x, *_ = composer.batch(12)
        t = composer.templates(torch.arange(12, device=device) * (len(composer.ink) // 12), (torch.arange(12, device=device) % 2).float())
        rows = [np.concatenate(list(x[i:i + 6, 0].cpu().numpy()), 1) for i in (0, 6)] + [np.concatenate(list(t[:11, 0].cpu().numpy()), 1)]
        sheet = np.concatenate([np.pad(row, ((0, 0), (0, CANVAS * 6 - row.shape[1]))) for row in rows])
        Image.fromarray(sheet.astype(np.uint8)).save(args.out + '-examples.png')
    net = LogoView().to(device).to(memory_format=torch.channels_last)
    if args.resume: net.load_state_dict(torch.load(args.resume, map_location=device))
    print(sum(p.numel() for p in net.parameters()), 'parameters')
    steps = train(net, composer, args, device)
    net = net.eval().cpu().float()
    torch.save(net.state_dict(), args.out + '.pt')
    torch.onnx.export(net, torch.zeros(1, 1, 128, 160), args.out + '.onnx', input_names=['luma'], output_names=['views'], opset_version=17,
                      dynamic_axes={'luma': {0: 'n', 2: 'h', 3: 'w'}, 'views': {0: 'n', 2: 'rows', 3: 'columns'}}, **({'dynamo': False} if torch.__version__ >= '2.5' else {}))
    print(steps, 'steps;', args.out + '.onnx', os.path.getsize(args.out + '.onnx'), 'bytes')


if __name__ == '__main__':
    main()
