import type { Random } from './random.ts';

/** First halves of street names by district, in the form that takes an ending: „Amsel" + „weg". */
const STEMS: readonly string[] = [
  // Altstadt: crafts, houses, market goods
  'Weber Bäcker Kürschner Seiler Töpfer Sattler Schuster Kannengießer Nadler Wollweber Tuchmacher Färber Drechsler Glaser Goldschmiede Hufschmiede Knochenhauer Krämer Kupfer Messer Müller Papen Pfannen Reeper Salz Schlosser Schneider Silber Stellmacher Wagner Zimmer Ziegel Zinngießer Brauer Bader Bogner Buchbinder Fass Garn Gewürz Hirten Kloster Koch Korn Kreuz Küster Leinen Lohgerber Markt Nonnen Pelz Pfeifer Rats Sack Schar Schild Spital Stift Tränke Turm Wachs Wechsler Zeug Zoll Münz Schul Tor Burg Kerzen Harnisch Hut Kamm Laternen Mehl Nagel Pferde Ritter Spindel Stuben Trommler Wein Winkel Zwirn Blei Besen Bürsten Eisen Feder Filz Flachs Gold Hafer Hopfen Kalk Karren Kessler Knopf Korb Leder Löffel Malz Öl Pech Posthorn Riemer Schwert Siegel Span Stroh Talg Teller Trichter Trog Waage Würfel Zunft',
  // Osterfeld: birds
  'Amsel Drossel Finken Star Meisen Lerchen Nachtigallen Sperlings Rotkehlchen Zeisig Stieglitz Dompfaff Specht Kuckuck Wachtel Rebhuhn Fasanen Kranich Storchen Reiher Schwalben Segler Falken Habicht Sperber Bussard Milan Adler Eulen Uhu Kauz Schwanen Gänse Enten Möwen Kiebitz Bekassinen Eisvogel Pirol Wiedehopf Häher Elster Dohlen Krähen Tauben Zaunkönig Goldammer Grasmücken Rohrsänger Bachstelzen Pieper Kleiber Hänfling Zilpzalp Kormoran Taucher Rallen Brachvogel Auerhahn Birkhahn Perlhuhn Pfauen Albatros Turmfalken Kreuzschnabel Gimpel Seidenschwanz Würger Ortolan Fitis Girlitz Regenpfeifer Säger Löffler Sturmvogel Schnepfen Blässhuhn Wasseramsel Mauersegler Neuntöter',
  // Hammerwerk: works and transport
  'Hammer Amboss Gießerei Kessel Werk Dampf Schmelzer Lager Speicher Spedition Güter Gleis Lok Walzwerk Stahl Kran Hütten Former Turbinen Generator Zahnrad Schrauben Kolben Getriebe Feilen Bohr Fräser Maschinen Werkzeug Ketten Draht Kabel Zement Ziegelei Sandgruben Kies Schotter Kohlen Koks Gas Elektro Technik Verlade Rampen Container Silo Mühlen Papier Glashütten Zucker Konserven Brauerei Mälzer Molkerei Textil Spinnerei Färberei Holz Sägewerk Furnier Leim Lack Chemie Fabrik Gewerbe Handwerker Meister Gesellen Schicht Stempel Weichen Signal Stellwerk Tender Waggon Puffer Bremser Heizer Schaffner',
  // Nordend: trees and wood
  'Ahorn Birken Buchen Eichen Erlen Eschen Espen Fichten Föhren Kiefern Kastanien Linden Pappel Platanen Robinien Tannen Ulmen Weiden Zedern Lärchen Eiben Hasel Holunder Schlehen Weißdorn Rotdorn Sanddorn Wacholder Ginster Liguster Flieder Hainbuchen Zypressen Akazien Mispel Quitten Walnuss Mandel Maulbeer Elsbeer Vogelbeer Speierling Feldahorn Trauerweiden Silberweiden Schwarzpappel Blutbuchen Stieleichen Steinlinden Rosskastanien Ginkgo Magnolien Tulpenbaum Trompetenbaum Schneeball Pfaffenhut Hartriegel Kornelkirschen Faulbaum Kreuzdorn Stechpalmen Buchsbaum Efeu Waldreben Geißblatt Berberitzen Felsenbirnen Jasmin Spindelbaum Zürgel Douglasien Hemlock Rinden Wipfel Tannenzapfen Bucheckern Laub Harz Moos Farn Förster Jäger Wald',
  // Westermark: flowers and herbs
  'Rosen Tulpen Nelken Lilien Astern Dahlien Veilchen Primel Narzissen Krokus Mohn Kornblumen Margeriten Sonnenblumen Ringelblumen Malven Iris Enzian Anemonen Akelei Arnika Begonien Chrysanthemen Dotterblumen Ehrenpreis Fingerhut Fuchsien Geranien Gladiolen Glockenblumen Goldregen Heckenrosen Heide Hyazinthen Johanniskraut Kamillen Kapuziner Klee Königskerzen Kresse Lavendel Levkojen Löwenzahn Lupinen Maiglöckchen Melissen Minze Mimosen Orchideen Petunien Pfingstrosen Phlox Ranunkel Resede Rittersporn Salbei Schafgarben Schlüsselblumen Schneeglöckchen Schwertlilien Seerosen Stiefmütterchen Stockrosen Storchschnabel Thymian Vergissmeinnicht Wegwarten Wicken Wiesen Zinnien Ysop Rosmarin Majoran Kerbel Dill Estragon Liebstöckel Borretsch Baldrian Beifuß Wermut Hibiskus Kamelien Azaleen Oleander Hortensien Clematis Bartnelken Blaukissen Steinbrech Hauswurz Türkenbund Frauenmantel Gänseblümchen Hahnenfuß Huflattich Immergrün Leinkraut Nachtkerzen Pimpernell Sauerklee Taubnessel Waldmeister Zimbelkraut',
  // Auental: water, meadow, fish
  'Auen Bach Brunnen Quellen Ufer Teich Weiher Schilf Binsen Rohr Kolk Furt Wehr Schleusen Fähr Deich Damm Insel Grund Anger Heu Gras Hecht Barsch Forellen Karpfen Schleien Zander Aal Äschen Barben Stichling Rotfeder Brassen Plötzen Döbel Ellritzen Lachs Stör Gründling Karauschen Quappen Neunaugen Krebs Muschel Libellen Frosch Molch Otter Biber Bisam Wasser Regen Tau Nebel Strudel Wellen Flößer Netz Reusen Angler Kahn Ruder Paddel Anker Bootshaus Steg Weidengrund Sumpf Moor Bruch Erlengrund Seggen Rietgras Kalmus Kressen Sonnentau Wollgras Fieberklee Froschlöffel Pfeilkraut Igelkolben Tannenwedel Mädesüß',
  // Südhöhe: heights, fruit, stones, stars
  'Höhen Berg Panorama Sonnen Mond Stern Morgen Abend Süd Wind Wolken Himmel Kirschen Apfel Birnen Pflaumen Zwetschgen Mirabellen Pfirsich Aprikosen Beeren Brombeer Himbeer Erdbeer Heidelbeer Stachelbeer Johannisbeer Preiselbeer Trauben Reben Winzer Obst Garten Granit Basalt Schiefer Marmor Quarz Kristall Bernstein Achat Opal Rubin Saphir Smaragd Topas Jaspis Türkis Granat Onyx Karneol Lapis Malachit Amethyst Turmalin Zirkon Feldspat Gneis Porphyr Kreide Mergel Löss Tuff Ton Kiesel Orion Jupiter Saturn Venus Merkur Neptun Uranus Wega Sirius Atair Polar Kometen Planeten Plejaden Andromeda Kassiopeia Pegasus Perseus Schwanenstern Leier Zwilling Waagestern Steinbock Widder Nordstern Milch Äquator Zenit',
];

const FIELD_NAMES =
  'Am Kirschgarten|Im Sonnental|Auf dem Bült|Am Hasensprung|Hinter den Höfen|An der Bleiche|Im Winkel|Am Galgenberg|Auf der Worth|Im Brühl|Am Lehmkamp|Am Schafstall|Im Rosenhag|An der Feldmark|Auf dem Kamp|Am Steinbruch|Im Wiesengrund|Am Ziegenberg|Zum Sportplatz|Am Wasserturm|An den Teichen|Im Heidegrund|Am Wolfsgraben|Zur Alten Ziegelei|Am Fuchsbau|Im Dachsloch|An der Kapelle|Zum Eichhof|Am Hohlweg|Im Lindenhof|Am Mühlgraben|Auf der Heide|In den Gärten|Am Vogelherd|Zum Kalten Brunnen|Im Sack|Am Alten Friedhof|An der Obstwiese|Zur Schäferwiese|Im Hagen|Am Knick|Auf dem Rott|Am Papenholz|Zum Grenzstein|Am Sandberg|Am Schützenplatz|Im Kleinen Felde|An der Zehntscheune|Am Thingplatz|Im Breiten Felde'.split(
    '|',
  );

const ENDINGS = {
  town: ['gasse', 'straße', 'gasse', 'stieg', 'hof'],
  long: ['straße', 'straße', 'allee', 'straße'],
  middle: ['weg', 'straße', 'weg', 'kamp', 'ring'],
  short: ['weg', 'stieg', 'winkel', 'weg', 'gang', 'pfad'],
} as const;

/** Gives names that nobody else in the town has. */
export class StreetNames {
  private readonly used = new Set<string>();
  private readonly stems: string[][];
  private readonly fields: string[];
  private readonly random: Random;

  constructor(random: Random, taken: Iterable<string>) {
    this.random = random;
    for (const name of taken) this.used.add(name);
    this.stems = STEMS.map((line) => random.shuffled(line.split(' ')));
    this.fields = random.shuffled(FIELD_NAMES);
  }

  /** A name for a street of a district, fitting its length in metres. */
  take(district: number, length: number): string {
    if (district !== 0 && length < 320 && this.fields.length > 0 && this.random.chance(0.09)) {
      const name = this.fields.pop();
      if (name !== undefined && this.free(name)) return name;
    }
    const size = district === 0 ? 'town' : length > 520 ? 'long' : length > 190 ? 'middle' : 'short';
    const order = [district, 4, 3, 0, 6, 1, 5, 2];
    for (const theme of order) {
      for (let stem = this.stems[theme]?.pop(); stem !== undefined; stem = this.stems[theme]?.pop()) {
        const name = stem + this.random.pick(ENDINGS[size]);
        if (this.free(name)) return name;
      }
    }
    // Every stem has been used once: the same stem with another ending, as towns do.
    for (const line of STEMS)
      for (const stem of line.split(' '))
        for (const ending of ['weg', 'straße', 'stieg', 'kamp', 'winkel'])
          if (this.free(stem + ending)) return stem + ending;
    throw new Error(`StreetNames: expected a free name, all ${String(this.used.size)} are taken`);
  }

  private free(name: string): boolean {
    if (this.used.has(name)) return false;
    this.used.add(name);
    return true;
  }
}
