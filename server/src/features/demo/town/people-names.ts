import type { Random } from './random.ts';

const GIVEN =
  'Alma Anja Arvid Aylin Bela Birte Bogdan Carla Carsten Cem Chiara Clemens Dagny Dalia Damir Daria Dilan Dominik Edda Elif Emil Enno Esra Eva Fabienne Farid Femke Fiete Filiz Frieda Gesa Goran Greta Hakan Hanna Hauke Hedda Henning Ida Ilias Imke Ines Isra Ivo Jana Jannis Jasmin Jelena Jorin Juna Kaja Karim Katja Kian Klara Konrad Lale Lasse Leyla Lien Linus Ljuba Lorenz Lotte Luan Maj Malik Malte Marek Marit Mehdi Meike Mila Mina Nadim Naima Neele Nils Noor Oda Okan Ole Orhan Oskar Paula Pelle Petra Piet Rana Rasmus Renate Rieke Romy Ruben Runa Samira Selma Sena Silke Sinan Soner Stella Sven Swantje Tamara Tarek Thea Thies Tilda Timo Uwe Valerie Vera Vilma Wanda Wiebke Yara Yusuf Zeynep Zora'.split(
    ' ',
  );

const FAMILY =
  'Adebayo Ahlgrim Albers Amiri Andresen Asante Aydogan Baatz Bahrami Bartosz Behrendt Bialas Bornholt Brakhage Brandstetter Bukowski Cebulla Celik Chmiel Dahlmann Demirci Dierksen Dragan Duong Ebeling Eckholt Ekinci Elbers Erdmann Eskandari Fahlbusch Farkas Feldhaus Fennekohl Ferreira Flintrop Gadow Georgiou Glogau Goncalves Grabowy Grothe Gündogdu Haberland Hachmeister Haidari Hamann Harmsen Hellwege Heuser Hinrichs Holthaus Hoxha Huynh Ibsen Ilgner Ivanko Jansing Jaworski Jessen Kahnert Kaltwasser Karaca Kessels Klapproth Kobus Kolthoff Kosar Krahe Kuhlbrodt Lahrmann Langhoff Lemke Lindhorst Lohse Luttmann Mammen Marquart Mensah Mertens Mirza Moltrecht Morawietz Nagel Nehring Niebuhr Nowotny Oelmann Olschewski Osei Ottens Paulsen Petkovic Pham Piontek Plate Pohlmann Quast Rabe Radtke Rehder Reimann Rickmers Rottmann Sadeghi Sander Schaper Schlote Schomburg Seidler Siebeneicher Sikora Soltau Steenbock Strohmeyer Suhr Tadesse Tegtmeier Thormann Tomczak Tran Uhlenbrock Ulusoy Vahle Varga Vogelsang Vossberg Wegener Weidner Wessels Wiechers Wolgast Yavuz Yilmazer Zander Zehnder Zielonka Zuber'.split(
    ' ',
  );

/** Makes up people: no two with the same name, mail or phone. */
export class Registry {
  private readonly names = new Set<string>();
  private readonly mails = new Set<string>();
  private landline = 0;
  private mobile = 0;
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  family(): string {
    return this.random.pick(FAMILY);
  }

  /** A full name that nobody has yet. */
  name(family = this.family()): string {
    for (let attempt = 0; attempt < 500; attempt++) {
      const name = `${this.random.pick(GIVEN)} ${attempt < 100 ? family : this.family()}`;
      if (this.names.has(name)) continue;
      this.names.add(name);
      return name;
    }
    throw new Error(`Registry: expected a free name, ${String(this.names.size)} are taken`);
  }

  /** An address below example.org (RFC 2606), which reaches nobody. */
  mail(name: string): string {
    const plain = name
      .toLowerCase()
      .replace(/ä/g, 'ae')
      .replace(/ö/g, 'oe')
      .replace(/ü/g, 'ue')
      .replace(/ß/g, 'ss')
      .normalize('NFD')
      .replace(/[^a-z ]/g, '')
      .replace(/ +/g, '.');
    let mail = `${plain}@example.org`;
    for (let n = 2; this.mails.has(mail); n++) mail = `${plain}${String(n)}@example.org`;
    this.mails.add(mail);
    return mail;
  }

  /** Landline numbers that the German regulator keeps free for films and books: two blocks of a thousand. */
  phone(): string {
    const n = this.landline++;
    if (n >= 2000) throw new Error('Registry: expected a free phone number, all 2,000 are taken');
    // 7 and 1000 have no common factor: every number once, not in a row.
    const digits = String(((n % 1000) * 7 + 111) % 1000).padStart(3, '0');
    return n < 1000 ? `+49 30 23125${digits}` : `+49 40 66969${digits}`;
  }

  /** Mobile numbers from the same list: 0171 3920000 to 99. */
  mobilePhone(): string {
    const n = this.mobile++;
    if (n >= 100) throw new Error('Registry: expected a free mobile number, all 100 are taken');
    return `+49 171 39200${String((n * 7 + 11) % 100).padStart(2, '0')}`;
  }
}
